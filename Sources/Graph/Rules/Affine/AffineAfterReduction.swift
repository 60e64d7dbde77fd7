/// Moves an affine map that no product before it took to behind a pooling or a reduction, where there
/// are fewer elements and perhaps a product that takes it.
public struct AffineAfterReduction: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-after-reduction"

    /// Makes the rule.
    public init() {}

    /// The affine map of the smaller value.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        switch node.operation {
        case .pooling(let pooling) where pooling.window.strides != [1, 1]: break
        case .reduction: break
        default: return nil
        }
        let value = node.inputs[0]
        let producer = rewriting[value]
        guard case .channelAffine(let affine) = producer.operation, affine.activation == nil,
            rewriting.hasSingleUse(value),
            let map = AffineMap(affine, of: producer, in: rewriting),
            map.passesUnchanged(node, in: rewriting)
        else { return nil }
        let smaller = try rewriting.add(node.operation, [producer.inputs[0]], name: node.name)
        return try rewriting.addAffine(map, of: smaller, name: producer.name, as: .moved(value))
    }
}
