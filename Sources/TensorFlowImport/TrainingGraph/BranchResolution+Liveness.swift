extension BranchResolution {
    /// What the chosen branch of a conditional gives; nil if the branch is not known.
    func chosenResult(_ tensor: TensorReference) -> TensorReference? {
        let node = graph[tensor]
        guard let branches = node.branches, let condition = node.inputs.first,
            let holds = self.condition(condition)
        else { return nil }
        let results = holds ? branches.whenTrue : branches.whenFalse
        return results.indices.contains(tensor.output) ? results[tensor.output] : nil
    }

    /// The one input of a merge that runs; nil if several may, or none does.
    func liveInput(ofMerge node: Int) -> TensorReference? {
        let alive = graph.nodes[node].inputs.filter { !isDead($0) }
        return alive.count == 1 ? alive[0] : nil
    }

    /// Whether a tensor is on a branch that is not taken.
    func isDead(_ tensor: TensorReference) -> Bool {
        resolveLiveness(of: tensor.node)
        return isKnownDead(tensor)
    }

    private func isKnownDead(_ tensor: TensorReference) -> Bool {
        guard liveness[tensor.node] != .dead else { return true }
        let node = graph[tensor]
        guard node.isSwitch, node.inputs.count == 2, let holds = condition(node.inputs[1]) else {
            return false
        }
        return tensor.output == (holds ? 0 : 1)
    }

    /// Settles a node after all it depends on, without recursion: graphs are thousands deep.
    private func resolveLiveness(of node: Int) {
        guard liveness[node] == .unknown else { return }
        var stack: [(node: Int, isReady: Bool)] = [(node, false)]
        var onStack: Set<Int> = []
        while let (index, isReady) = stack.popLast() {
            guard liveness[index] == .unknown else { continue }
            let current = graph.nodes[index]
            if isReady {
                liveness[index] = isDeadNow(current) ? .dead : .alive
            } else if current.op == "NextIteration" || !onStack.insert(index).inserted {
                // The way back of a loop: the loop itself runs if what enters it does.
                liveness[index] = .alive
            } else {
                stack.append((index, true))
                for source in current.inputs.map(\.node) + current.controls
                where liveness[source] == .unknown {
                    stack.append((source, false))
                }
            }
        }
    }

    private func isDeadNow(_ node: TrainingNode) -> Bool {
        if node.controls.contains(where: { liveness[$0] == .dead }) { return true }
        if node.isMerge { return node.inputs.allSatisfy(isKnownDead) && !node.inputs.isEmpty }
        return node.inputs.contains(where: isKnownDead)
    }

    /// Where a tensor comes from, through everything that passes it on unchanged.
    func origin(of tensor: TensorReference) -> TensorReference {
        var current = tensor
        for _ in 0..<graph.nodes.count {
            guard let next = passedOn(by: current) else { return current }
            current = next
        }
        return current
    }

    /// The tensor that a node passes on as `tensor`; nil if it computes something, or which one is
    /// only known with a request.
    func passedOn(by tensor: TensorReference) -> TensorReference? {
        let node = graph[tensor]
        switch node.op {
        case "Switch", "RefSwitch": return node.inputs.first
        case "Merge", "RefMerge":
            return tensor.output == 0 ? liveInput(ofMerge: tensor.node) : nil
        case "If", "StatelessIf": return chosenResult(tensor)
        case "IdentityN":
            return node.inputs.indices.contains(tensor.output) ? node.inputs[tensor.output] : nil
        case "ReadVariableOp": return node.inputs.first
        default: return node.passesFirstInput && tensor.output == 0 ? node.inputs.first : nil
        }
    }
}
