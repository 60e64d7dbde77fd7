/// Folds an affine map into the convolution or matrix product before it.
///
/// Each output channel's weights are multiplied by its scale, and the bias takes scale and offset.
/// Valid when nothing else reads the product's result.
public struct AffineFoldingBackward: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-folding-backward"

    /// Makes the rule.
    public init() {}

    /// The product with new weights, if the node is an affine map of one.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .channelAffine(let affine) = node.operation,
            rewriting.hasSingleUse(node.inputs[0]),
            let product = LinearOperation(rewriting[node.inputs[0]], in: rewriting),
            let map = AffineMap(affine, of: node, in: rewriting)
        else { return nil }
        return try product.followed(
            by: map, activation: affine.activation, name: node.name, in: &rewriting)
    }
}
