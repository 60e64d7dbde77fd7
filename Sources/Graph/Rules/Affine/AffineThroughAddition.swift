/// Moves an affine map from behind a residual addition into the branches, where products take it.
///
/// Both branches are scaled, and one takes the offset; an offset alone needs only one branch.
public struct AffineThroughAddition: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-through-addition"

    /// Makes the rule.
    public init() {}

    /// The sum of the mapped branches.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let moving = MovingAffine(node, in: rewriting),
            case .binary(.add) = moving.producer.operation,
            let parts = moving.map.partsOfSum(
                moving.producer, in: rewriting, absorbed: { rewriting.absorbs($1, at: $0) })
        else { return nil }
        var branches: [Value] = []
        for (branch, part) in zip(moving.producer.inputs, parts) {
            branches.append(
                part.isIdentity
                    ? branch : try rewriting.addAffine(part, of: branch, name: node.name))
        }
        return try rewriting.add(
            .binary(.add), branches, name: moving.producer.name, as: .moved(node.inputs[0]))
    }
}
