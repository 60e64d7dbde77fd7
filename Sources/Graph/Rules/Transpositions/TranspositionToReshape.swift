/// Replaces a transposition in which only dimensions of extent 1 change places by a reshape, which
/// copies nothing.
public struct TranspositionToReshape: RewriteRule {
    /// The rule's name in messages.
    public let name = "transposition-to-reshape"

    /// Makes the rule.
    public init() {}

    /// The reshape, if the elements stay where they are.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .transposition(let transposition) = node.operation,
            transposition.permutation.keepsOrder(
                of: rewriting.graph.type(of: node.inputs[0]).dimensions)
        else { return nil }
        return try rewriting.add(
            .reshape(Reshape(to: node.type.dimensions)), node.inputs, name: node.name)
    }
}
