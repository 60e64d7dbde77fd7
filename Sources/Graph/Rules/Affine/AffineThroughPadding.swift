/// Moves an affine map from behind a padding to before it, where a product takes it.
///
/// Only where the padding is harmless: mirrored places follow the map anyway, and a number is
/// replaced by what the map makes of it, if that is one number for all channels.
public struct AffineThroughPadding: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-through-padding"

    /// Makes the rule.
    public init() {}

    /// The padding of the affine map.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let moving = MovingAffine(node, in: rewriting),
            case .padding(let padding) = moving.producer.operation,
            let padded = moving.map.passes(padding)
        else { return nil }
        let inner = try rewriting.addAffine(
            moving.map, of: moving.producer.inputs[0], name: node.name)
        return try rewriting.add(
            .padding(padded), [inner], name: moving.producer.name, as: .moved(node.inputs[0]))
    }
}
