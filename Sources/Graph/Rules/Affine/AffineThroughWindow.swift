/// Moves an affine map from behind a pooling, a reduction over places, or an operation that only
/// moves or rectifies elements, to before it, where a product takes it.
///
/// A mean passes any map, padding being left out of it; a maximum one that scales no channel by less
/// than 0; a rectifier such a one without offset.
public struct AffineThroughWindow: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-through-window"

    /// Makes the rule.
    public init() {}

    /// The operation on the mapped value.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let moving = MovingAffine(node, in: rewriting),
            moving.map.passesUnchanged(moving.producer, in: rewriting)
        else { return nil }
        let inner = try rewriting.addAffine(
            moving.map, of: moving.producer.inputs[0], name: node.name)
        return try rewriting.add(
            moving.producer.operation, [inner], name: moving.producer.name,
            as: .moved(node.inputs[0]))
    }
}
