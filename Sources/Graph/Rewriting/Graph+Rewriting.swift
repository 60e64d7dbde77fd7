extension Graph {
    /// This graph with the rules applied until none changes anything, without dead nodes.
    ///
    /// Each round rebuilds the graph from the inputs on; at each node the first rule that offers a
    /// replacement wins.
    ///
    /// - Throws: `GraphError.ruleFailed` with the rule's name and the node's;
    ///   `GraphError.noFixpoint` if the rules keep undoing each other.
    public func rewritten(by rules: [any RewriteRule]) throws(GraphError) -> Graph {
        let roundLimit = 100
        var graph = withoutDeadNodes()
        var lastRule = ""
        for _ in 0..<roundLimit {
            let (next, applied) = try graph.rewrittenOnce(by: rules)
            graph = next.withoutDeadNodes()
            guard let applied else { return graph }
            lastRule = applied
        }
        throw .noFixpoint(rule: lastRule, rounds: roundLimit)
    }

    private func rewrittenOnce(
        by rules: [any RewriteRule]
    ) throws(GraphError) -> (graph: Graph, lastRule: String?) {
        var rewriting = Rewriting()
        var replacements: [Value] = []
        replacements.reserveCapacity(nodes.count)
        let counts = useCounts
        var lastRule: String?
        for (index, old) in nodes.enumerated() {
            let node = Node(
                operation: old.operation, inputs: old.inputs.map { replacements[$0.index] },
                name: old.name, type: old.type)
            var replacement: Value?
            for rule in rules {
                do {
                    replacement = try rule.replacement(for: node, in: &rewriting)
                } catch {
                    throw .ruleFailed(rule: rule.name, node: node.name, reason: "\(error)")
                }
                guard let value = replacement else { continue }
                let type = rewriting.graph.type(of: value)
                guard type == old.type else {
                    throw .ruleFailed(
                        rule: rule.name, node: node.name,
                        reason: "the replacement is \(type) instead of \(old.type)")
                }
                lastRule = rule.name
                break
            }
            let value =
                if let replacement { replacement } else {
                    try rewriting.add(node.operation, node.inputs, name: node.name)
                }
            rewriting.countUses(counts[index], of: value)
            replacements.append(value)
        }
        for output in outputs {
            rewriting.addOutput(replacements[output.value.index], name: output.name)
        }
        return (rewriting.graph, lastRule)
    }

    /// This graph with only its inputs and the nodes that its outputs depend on.
    public func withoutDeadNodes() -> Graph {
        var isLive = [Bool](repeating: false, count: nodes.count)
        for value in inputs + outputs.map(\.value) { isLive[value.index] = true }
        for index in nodes.indices.reversed() where isLive[index] {
            for input in nodes[index].inputs { isLive[input.index] = true }
        }
        return keeping { isLive[$0] }
    }
}
