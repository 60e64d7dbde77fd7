/// Replaces an affine map of an affine map by one.
public struct AffineComposition: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-composition"

    /// Makes the rule.
    public init() {}

    /// The one map, if the inner one applies no function and nothing else reads it.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .channelAffine(let outer) = node.operation else { return nil }
        let producer = rewriting[node.inputs[0]]
        guard case .channelAffine(let inner) = producer.operation, inner.activation == nil,
            rewriting.hasSingleUse(node.inputs[0]),
            let first = AffineMap(inner, of: producer, in: rewriting),
            let second = AffineMap(outer, of: node, in: rewriting)
        else { return nil }
        return try rewriting.addAffine(
            first.followed(by: second), of: producer.inputs[0], activation: outer.activation,
            name: node.name)
    }
}
