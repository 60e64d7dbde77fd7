/// Infers what a training graph predicts: what its loss compares with the labels.
///
/// The last softmax or sigmoid on the same logits is preferred to the logits; a graph without a loss
/// gives what nothing else reads. Of several candidates the one that is probabilities is taken.
struct OutputInference {
    private let graph: TrainingGraph
    private let readers: [[Int]]
    /// Whether a node depends on what is fed, and whether on variables.
    private let dependsOnSource: [Bool]
    private let dependsOnVariable: [Bool]
    /// Whether a node is given the result of an assignment, as the updates of averages are.
    private let dependsOnAssignment: [Bool]

    init(_ graph: TrainingGraph) {
        self.graph = graph
        readers = graph.readers()
        dependsOnSource = Self.reached(
            from: graph.nodes.indices.filter {
                // A switch that is fed decides what is computed; nothing is computed from it.
                let node = graph.nodes[$0]
                return (node.isSource || node.op == "PlaceholderWithDefault")
                    && graph.elementType(of: TensorReference($0)) != .dtBool
            }, graph, readers)
        dependsOnVariable = Self.reached(
            from: graph.nodes.indices.filter { graph.nodes[$0].isVariable }, graph, readers)
        dependsOnAssignment = Self.reached(
            from: graph.nodes.indices.filter {
                graph.nodes[$0].isAssignment || graph.callsAssignments(graph.nodes[$0])
            }, graph, readers)
    }

    private static let shapes: Set = ["Shape", "ShapeN", "Size", "Rank"]

    /// The nodes that are given data of others; a shape tells nothing of the data.
    private static func reached(
        from starts: [Int], _ graph: TrainingGraph, _ readers: [[Int]]
    ) -> [Bool] {
        var reached = [Bool](repeating: false, count: readers.count)
        var pending = starts
        for start in starts { reached[start] = true }
        while let node = pending.popLast() {
            for reader in readers[node]
            where !reached[reader] && !Self.shapes.contains(graph.nodes[reader].op) {
                reached[reader] = true
                pending.append(reader)
            }
        }
        return reached
    }

    /// The predicted tensor.
    ///
    /// - Throws: `ImportError.ambiguousOutputs` if there is more than one or none.
    func output() throws(ImportError) -> TensorReference {
        for find in [crossEntropies, logarithms, differences, unread] {
            let found = find().filter { isPrediction($0) }
            var distinct: [TensorReference] = []
            for tensor in found where !distinct.contains(tensor) { distinct.append(tensor) }
            if distinct.count == 1 { return distinct[0] }
            // Auxiliary classifiers are compared with labels, too, but nobody asks what they say.
            let probabilities = distinct.filter(isProbabilities)
            if probabilities.count == 1 { return probabilities[0] }
            if !distinct.isEmpty { throw .ambiguousOutputs(candidates: listed(distinct)) }
        }
        throw .ambiguousOutputs(candidates: [])
    }

    private func listed(_ tensors: [TensorReference]) -> [ImportError.Candidate] {
        tensors.prefix(20).map { graph.candidate($0) }
    }

    private func isPrediction(_ tensor: TensorReference) -> Bool {
        dependsOnSource[tensor.node] && dependsOnVariable[tensor.node]
            && !isMachinery(graph[tensor])
    }

    private func isMachinery(_ node: TrainingNode) -> Bool {
        node.name.hasPrefix("gradients") || node.name.contains("/gradients/")
    }

    /// What the cross-entropy losses are given, or the probabilities computed from it.
    private func crossEntropies() -> [TensorReference] {
        var logits: [TensorReference] = []
        for node in graph.nodes {
            let tensor: TensorReference?
            switch node.op {
            case "SoftmaxCrossEntropyWithLogits", "SparseSoftmaxCrossEntropyWithLogits":
                tensor = node.inputs.first
            case "Log1p": tensor = logitsOfSigmoidLoss(node)
            default: continue
            }
            if let tensor, !isMachinery(node) { logits.append(tensor) }
        }
        return logits.map { probabilities(of: origin($0)) ?? origin($0) }
    }

    /// The logits of `sigmoid_cross_entropy_with_logits`: log1p(exp(−|logits|)), where the absolute
    /// value is written as a choice between them and their negation.
    private func logitsOfSigmoidLoss(_ node: TrainingNode) -> TensorReference? {
        guard let exponential = node.inputs.first, graph[exponential].op == "Exp",
            let choice = graph[exponential].inputs.first, graph[choice].inputs.count == 3,
            graph[choice].op.hasPrefix("Select"),
            let negated = graph[graph[choice].inputs[1]].inputs.first,
            graph[graph[choice].inputs[1]].op == "Neg", negated == graph[choice].inputs[2]
        else { return nil }
        return negated
    }

    /// Where logits come from, through changes of shape and type only.
    private func origin(_ tensor: TensorReference) -> TensorReference {
        var current = tensor
        for _ in 0..<graph.nodes.count {
            let node = graph[current]
            let passes =
                node.passesFirstInput || node.op == "Reshape" || node.op == "Cast"
                || node.op == "Squeeze" || node.op == "ExpandDims"
            guard passes, let next = node.inputs.first else { break }
            current = next
        }
        return current
    }

    /// Whether a tensor is what a softmax or sigmoid gives, in another shape at most.
    private func isProbabilities(_ tensor: TensorReference) -> Bool {
        let op = graph[origin(tensor)].op
        return op == "Softmax" || op == "Sigmoid"
    }

    private func probabilities(of logits: TensorReference) -> TensorReference? {
        let index = graph.nodes.indices.first { index in
            let node = graph.nodes[index]
            guard node.op == "Softmax" || node.op == "Sigmoid", !isMachinery(node),
                let input = node.inputs.first
            else { return false }
            return origin(input) == logits
        }
        return index.map { restoringShape($0) }
    }

    /// The reshape after a softmax whose logits were flattened for it; else the softmax.
    private func restoringShape(_ softmax: Int) -> TensorReference {
        let isFlattened = graph.nodes[softmax].inputs.first.map { graph[$0].op == "Reshape" }
        guard isFlattened == true,
            let reshape = readers[softmax].first(where: { index in
                let node = graph.nodes[index]
                return node.op == "Reshape" && node.inputs.first?.node == softmax
                    && !isMachinery(node)
            })
        else { return TensorReference(softmax) }
        return TensorReference(reshape)
    }

    /// A softmax or sigmoid whose logarithm is taken: a cross-entropy written by hand.
    private func logarithms() -> [TensorReference] {
        graph.nodes.filter { $0.op == "Log" && !isMachinery($0) }.compactMap { node in
            guard var tensor = node.inputs.first else { return nil }
            for _ in 0..<8 {
                let node = graph[tensor]
                if node.op == "Softmax" || node.op == "Sigmoid" { return tensor }
                // Kept away from zero, or taken from one.
                guard ["Add", "AddV2", "Maximum", "Minimum", "Sub"].contains(node.op),
                    let next = node.inputs.first(where: { dependsOnVariable[$0.node] })
                else { return nil }
                tensor = next
            }
            return nil
        }
    }

    /// What differs from something that was fed: a regression's prediction.
    private func differences() -> [TensorReference] {
        graph.nodes.compactMap { node in
            guard node.op == "SquaredDifference" || node.op == "Sub", node.inputs.count == 2 else {
                return nil
            }
            let (left, right) = (node.inputs[0], node.inputs[1])
            func isLabel(_ tensor: TensorReference) -> Bool {
                dependsOnSource[tensor.node] && !dependsOnVariable[tensor.node]
            }
            if isLabel(right), isPrediction(left) { return left }
            if isLabel(left), isPrediction(right) { return right }
            return nil
        }
    }

    /// What nothing reads, and is no by-product of training.
    private func unread() -> [TensorReference] {
        let ends = unreadNodes().filter { isPrediction(TensorReference($0)) }
        let pure = ends.filter { !dependsOnAssignment[$0] }
        return (pure.isEmpty ? ends : pure).map { TensorReference($0) }
    }

    /// A conditional gives more than is used; each of its results is passed on once.
    private func isByProductOfBranches(_ node: TrainingNode) -> Bool {
        guard node.op == "Identity", let input = node.inputs.first else { return false }
        return graph[input].isConditional || graph[input].isSwitch || graph[input].isVariable
    }

    /// `tf.custom_gradient`, with which Keras writes swish, gives each result twice: the one that is
    /// used by `IdentityN`, and one that nothing reads.
    private func isByProductOfCustomGradient(_ node: TrainingNode) -> Bool {
        guard node.op == "Identity", let input = node.inputs.first else { return false }
        return readers[input.node].contains {
            graph.nodes[$0].op == "IdentityN" && graph.nodes[$0].inputs.contains(input)
        }
    }

    private func unreadNodes() -> [Int] {
        graph.nodes.indices.filter { index in
            let op = graph.nodes[index].op
            let isByProduct = ["Assign", "Apply", "ResourceApply", "Save", "Restore", "Scatter"]
                .contains { op.hasPrefix($0) }
            let isUnread = readers[index].allSatisfy { Self.shapes.contains(graph.nodes[$0].op) }
            return isUnread && !isByProduct && !op.contains("Summary")
                && !["NoOp", "Assert", "Print", "ReadVariableOp"].contains(op)
                && !isByProductOfBranches(graph.nodes[index])
                && !isByProductOfCustomGradient(graph.nodes[index])
        }
    }
}
