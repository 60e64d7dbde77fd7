import Tensors

/// A value in a graph: the one output of the node with the same index.
public struct Value: Hashable, Sendable, Comparable {
    /// The position of the producing node in `Graph.nodes`.
    public let index: Int

    init(index: Int) { self.index = index }

    /// Values are ordered as their nodes were added: a node's inputs come before it.
    public static func < (left: Value, right: Value) -> Bool { left.index < right.index }
}

/// One operation applied to values.
public struct Node: Sendable {
    /// What the node computes.
    public let operation: Operation
    /// The values it reads, in the order the operation's documentation gives.
    public let inputs: [Value]
    /// The framework's name for it, for messages and tables.
    public let name: String
    /// The type of the value it produces.
    public let type: ValueType
    /// The indices, increasing, of the nodes of another graph that this one came from; empty unless
    /// the graph comes from `trackingOrigins`.
    public internal(set) var origins: [Int] = []
}

/// A named value that a graph gives back.
public struct GraphOutput: Hashable, Sendable {
    /// The name answers use.
    public let name: String
    /// The value.
    public let value: Value

    /// Makes an output from its parts.
    public init(name: String, value: Value) {
        self.name = name
        self.value = value
    }
}

/// A computation: nodes in an order in which they can run, each producing one value.
///
/// - A node that does not type-check can't be added, so every graph is well-typed.
/// - Nodes only refer to earlier ones, so there are no cycles.
/// - Images are NHWC, filters HWIO; importers insert transpositions for other layouts.
public struct Graph: Sendable {
    /// The nodes, each after the ones it reads.
    public private(set) var nodes: [Node] = []
    /// The inputs, in the order they were added.
    public private(set) var inputs: [Value] = []
    /// The outputs, in the order answers have them.
    public private(set) var outputs: [GraphOutput] = []

    /// Makes a graph without nodes.
    public init() {}

    /// Adds a node.
    ///
    /// - Throws: `GraphError.invalidNode` if the operation can't take these inputs.
    @discardableResult
    public mutating func add(
        _ operation: Operation, _ inputs: [Value] = [], name: String
    ) throws(GraphError) -> Value {
        guard inputs.allSatisfy({ nodes.indices.contains($0.index) }) else {
            throw .unknownValue(node: name)
        }
        let type: ValueType
        do {
            type = try operation.resultType(inputs.map { nodes[$0.index].type })
        } catch {
            throw .invalidNode(
                node: name, operation: operation.mnemonic, reason: error.reason)
        }
        let value = Value(index: nodes.count)
        nodes.append(Node(operation: operation, inputs: inputs, name: name, type: type))
        if case .input = operation { self.inputs.append(value) }
        return value
    }

    /// Adds a node whose type is known.
    ///
    /// - Precondition: the node has the type that its operation gives for its inputs.
    @discardableResult
    mutating func append(_ node: Node) -> Value {
        let value = Value(index: nodes.count)
        nodes.append(node)
        if case .input = node.operation { inputs.append(value) }
        return value
    }

    /// Removes the last node, which is neither an input nor read by an output.
    mutating func removeLastNode() { nodes.removeLast() }

    mutating func setOrigins(_ origins: [Int], of value: Value) {
        nodes[value.index].origins = origins
    }

    /// Adds a constant.
    ///
    /// - Parameter name: The variable's name if the constant was read from a checkpoint.
    public mutating func addConstant(_ tensor: Tensor, name: String) -> Value {
        let value = Value(index: nodes.count)
        nodes.append(
            Node(operation: .constant(tensor), inputs: [], name: name, type: ValueType(of: tensor)))
        return value
    }

    /// Names a value as an output.
    public mutating func addOutput(_ value: Value, name: String) {
        precondition(nodes.indices.contains(value.index), "an output of another graph")
        outputs.append(GraphOutput(name: name, value: value))
    }

    /// The node that produces a value.
    public subscript(value: Value) -> Node { nodes[value.index] }

    /// The type of a value.
    public func type(of value: Value) -> ValueType { nodes[value.index].type }

    /// The tensor, if the value is a constant.
    public func constant(_ value: Value) -> Tensor? {
        if case .constant(let tensor) = nodes[value.index].operation { tensor } else { nil }
    }

    /// This graph with only the nodes whose index the closure accepts.
    ///
    /// - Precondition: with a node, every node it reads is accepted, and so are all outputs.
    func keeping(_ isKept: (Int) -> Bool) -> Graph {
        var graph = Graph()
        var renumbered = [Value](repeating: Value(index: -1), count: nodes.count)
        for (index, node) in nodes.enumerated() where isKept(index) {
            let value = Value(index: graph.nodes.count)
            graph.nodes.append(
                Node(
                    operation: node.operation, inputs: node.inputs.map { renumbered[$0.index] },
                    name: node.name, type: node.type, origins: node.origins))
            renumbered[index] = value
        }
        graph.inputs = inputs.filter { isKept($0.index) }.map { renumbered[$0.index] }
        graph.outputs = outputs.map {
            GraphOutput(name: $0.name, value: renumbered[$0.value.index])
        }
        return graph
    }

    /// This graph with each node noted as its own origin, so that what rewriting makes of it tells
    /// where it came from.
    public var trackingOrigins: Graph {
        var graph = self
        for index in nodes.indices { graph.nodes[index].origins = [index] }
        return graph
    }

    /// All values, in the order of their nodes.
    public var values: [Value] { nodes.indices.map(Value.init(index:)) }

    /// How many node inputs and outputs read each value, by the value's index.
    public var useCounts: [Int] {
        var counts = [Int](repeating: 0, count: nodes.count)
        for node in nodes { for input in node.inputs { counts[input.index] += 1 } }
        for output in outputs { counts[output.value.index] += 1 }
        return counts
    }
}
