import Graph
import Tensors

/// Builds the inference graph from a slice of the training graph.
struct GraphAssembly {
    let graph: TrainingGraph
    let slice: InferenceSlice
    let resolution: BranchResolution
    let inputs: [Endpoint]
    let outputs: [Endpoint]
    let variables: [Int: VariableReader.Reading]

    /// The graph, and the inputs whose batch size is fixed or was opened.
    func build(
        types: InputTypes, opensBatch: Bool
    ) throws(ImportError) -> (graph: Graph, fixedBatches: [(input: String, size: Int)]) {
        var fixed: [(input: String, size: Int)] = []
        var taken: [(endpoint: Endpoint, type: ValueType)] = []
        for endpoint in inputs {
            let input = try types.input(endpoint, opensBatch: opensBatch)
            if let size = input.fixedBatchSize { fixed.append((endpoint.name, size)) }
            taken.append((endpoint, input.type))
        }
        let builder = GraphBuilder(openedBatchSize: opensBatch ? fixed.first?.size : nil)
        for (endpoint, type) in taken {
            let value = try builder.add(.input(Input(type)), [], name: endpoint.name)
            builder.set(.value(value), for: .tensor(endpoint.tensor))
        }
        for step in slice.steps { try translate(step, builder) }
        for (source, endpoint) in zip(slice.results, outputs) {
            let value = try builder.value(source, readBy: graph[endpoint.tensor])
            builder.addOutput(value, name: endpoint.name)
        }
        return (builder.graph, fixed)
    }

    private func translate(
        _ step: InferenceSlice.Step, _ builder: GraphBuilder
    ) throws(ImportError) {
        let node = graph.nodes[step.node]
        if inputs.contains(where: { $0.tensor.node == step.node }) { return }
        if let reading = variables[step.node] {
            try place(reading, of: step.node, builder)
            return
        }
        if node.op.hasPrefix("Placeholder") {
            try placeHeld(node, step.node, builder)
            return
        }
        guard let translate = OperatorTable.importers[node.op] else {
            throw .unsupportedOperators([.init(op: node.op, nodes: [node.name])])
        }
        let results = try translate(
            NodeImport(node: node, sources: step.inputs, builder: builder))
        for (output, result) in results.enumerated() {
            builder.set(result, for: .tensor(TensorReference(step.node, output)))
        }
    }

    /// A variable's value, also in the shapes in which it takes the place of statistics.
    private func place(
        _ reading: VariableReader.Reading, of node: Int, _ builder: GraphBuilder
    ) throws(ImportError) {
        let name = reading.variable.name
        builder.set(.constant(reading.tensor, name: name), for: .tensor(TensorReference(node)))
        for average in slice.usedAverages where average.variable == node {
            let shape = average.dimensions.map { Shape($0) } ?? reading.tensor.shape
            guard shape.elementCount == reading.tensor.elementCount else {
                throw .malformedGraph(
                    node: name, reason: "it averages a tensor of another shape, \(shape)")
            }
            builder.set(
                .constant(reading.tensor.reshaped(to: shape), name: name), for: .average(average))
        }
    }

    /// A placeholder that is no input: the training switch, or held at a value.
    private func placeHeld(
        _ node: TrainingNode, _ index: Int, _ builder: GraphBuilder
    ) throws(ImportError) {
        let tensor = TensorReference(index)
        guard resolution.isFixed(index), let number = resolution.number(tensor),
            let value = Tensor(number, as: graph.elementType(of: tensor)?.elementType)
        else { throw .placeholderWithoutValue(graph.candidate(tensor)) }
        builder.set(.constant(value, name: node.name), for: .tensor(tensor))
    }
}

extension Tensor {
    /// A scalar of a given type; nil for types that switches and rates don't have.
    fileprivate init?(_ number: Double, as elementType: ElementType?) {
        switch elementType {
        case .bool: self.init(scalar: number != 0)
        case .float32: self.init(scalar: Float(number))
        case .float64: self.init(scalar: number)
        case .int32:
            guard let value = Int32(exactly: number) else { return nil }
            self.init(scalar: value)
        case .int64:
            guard let value = Int64(exactly: number) else { return nil }
            self.init(scalar: value)
        default: return nil
        }
    }
}
