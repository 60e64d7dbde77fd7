import Tensors

/// A named change to a graph that keeps its meaning.
///
/// A rule looks at one node and what comes before it, and either leaves it alone or builds a value
/// that takes its place. Rules are small and general; what they do together is `InferenceMode`.
public protocol RewriteRule: Sendable {
    /// The rule's name in messages, in lower case with hyphens.
    var name: String { get }

    /// The value that takes the node's place, or nil to leave the node alone.
    ///
    /// - Parameters:
    ///   - node: The node, its inputs already values of `rewriting.graph`.
    ///   - rewriting: The new graph so far; the rule adds to it what the replacement needs.
    func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value?
}

/// A graph being rebuilt, with what a rule must know of the old one.
public struct Rewriting {
    /// The new graph so far.
    public private(set) var graph = Graph()
    private var uses: [Int] = []

    /// Adds a node to the new graph.
    public mutating func add(
        _ operation: Operation, _ inputs: [Value], name: String
    ) throws(GraphError) -> Value {
        let value = try graph.add(operation, inputs, name: name)
        uses.append(0)
        return value
    }

    /// Adds a constant to the new graph.
    public mutating func addConstant(_ tensor: Tensor, name: String) -> Value {
        let value = graph.addConstant(tensor, name: name)
        uses.append(0)
        return value
    }

    /// Whether only one node or output reads the value, so that it may be merged into its reader.
    ///
    /// May say no too often within a round; the next round knows exactly.
    public func hasSingleUse(_ value: Value) -> Bool { uses[value.index] <= 1 }

    /// The tensor, if the value is a constant.
    public func constant(_ value: Value) -> Tensor? { graph.constant(value) }

    /// The node that produces a value.
    public subscript(value: Value) -> Node { graph[value] }

    mutating func countUses(_ count: Int, of value: Value) { uses[value.index] += count }

    mutating func addOutput(_ value: Value, name: String) { graph.addOutput(value, name: name) }
}
