import Wire

/// The nodes of a MetaGraph as they were trained, indexed: each node's inputs are positions.
struct TrainingGraph {
    private(set) var nodes: [TrainingNode] = []
    private(set) var positions: [String: Int] = [:]
    let library: FunctionLibrary

    /// Indexes a graph definition.
    ///
    /// - Throws: `ImportError.malformedGraph` if two nodes have one name, or an input names no node.
    init(_ definition: TFGraphDef, operators: TFOpList) throws(ImportError) {
        library = FunctionLibrary(definition.library, operators: operators)
        nodes.reserveCapacity(definition.node.count)
        for (index, node) in definition.node.enumerated() {
            guard positions.updateValue(index, forKey: node.name) == nil else {
                throw .malformedGraph(node: node.name, reason: "two nodes have this name")
            }
        }
        for node in definition.node {
            var inputs: [TensorReference] = []
            var controls: [Int] = []
            for input in node.input {
                guard let name = TensorName(input), let source = positions[String(name.node)] else {
                    throw .malformedGraph(
                        node: node.name, reason: "its input '\(input)' is not in the graph")
                }
                if name.isControl {
                    controls.append(source)
                } else {
                    inputs.append(TensorReference(source, name.output))
                }
            }
            nodes.append(
                TrainingNode(
                    name: node.name, op: node.op, inputs: inputs, controls: controls,
                    attributes: NodeAttributes(node.attr)))
        }
    }

    subscript(reference: TensorReference) -> TrainingNode { nodes[reference.node] }

    /// The tensor that a person names, `node` or `node:output`; nil if there is no such node.
    func tensor(named name: String) -> TensorReference? {
        guard let parsed = TensorName(name), !parsed.isControl,
            let node = positions[String(parsed.node)]
        else { return nil }
        return TensorReference(node, parsed.output)
    }

    /// The tensor's name: the node's for the first output, else `node:output`.
    func name(of tensor: TensorReference) -> String {
        let name = nodes[tensor.node].name
        return tensor.output == 0 ? name : "\(name):\(tensor.output)"
    }

    /// An input of a node, or an error that names the node if it has too few.
    func input(_ index: Int, of node: Int) throws(ImportError) -> TensorReference {
        guard nodes[node].inputs.indices.contains(index) else {
            throw .malformedGraph(
                node: nodes[node].name, reason: "\(nodes[node].op) lacks input \(index)")
        }
        return nodes[node].inputs[index]
    }

    /// The nodes that read data of each node.
    func readers() -> [[Int]] {
        var readers = [[Int]](repeating: [], count: nodes.count)
        for (index, node) in nodes.enumerated() {
            for input in node.inputs where readers[input.node].last != index {
                readers[input.node].append(index)
            }
        }
        return readers
    }

    mutating func append(_ node: TrainingNode) {
        nodes.append(node)
    }

    mutating func update(_ index: Int, _ change: (inout TrainingNode) -> Void) {
        change(&nodes[index])
    }
}
