/// Moves an affine map from behind a concatenation into its branches, where products take it.
///
/// Each branch gets the scales and offsets of its own channels.
public struct AffineThroughConcatenation: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-through-concatenation"

    /// Makes the rule.
    public init() {}

    /// The concatenation of the mapped branches.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let moving = MovingAffine(node, in: rewriting),
            case .concatenation(let concatenation) = moving.producer.operation,
            let parts = moving.map.parts(of: moving.producer, concatenation, in: rewriting)
        else { return nil }
        var branches: [Value] = []
        for (branch, part) in zip(moving.producer.inputs, parts) {
            branches.append(try rewriting.addAffine(part, of: branch, name: node.name))
        }
        return try rewriting.add(
            moving.producer.operation, branches, name: moving.producer.name,
            as: .moved(node.inputs[0]))
    }
}
