/// Folds an affine map into the convolution or matrix product after it, where that is valid.
///
/// Weights are multiplied by the scale of the input channel they read; the bias takes what the
/// offset contributes. An offset does not pass a padded window.
public struct AffineFoldingForward: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-folding-forward"

    /// Makes the rule.
    public init() {}

    /// The product with new weights, if its input is an affine map without a function.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard node.operation.epilogue != nil else { return nil }
        let producer = rewriting[node.inputs[0]]
        guard case .channelAffine(let affine) = producer.operation, affine.activation == nil,
            rewriting.hasSingleUse(node.inputs[0]),
            let product = LinearOperation(node, in: rewriting),
            let map = AffineMap(affine, of: producer, in: rewriting)
        else { return nil }
        return try product.preceded(
            by: map, of: producer.inputs[0], name: node.name, in: &rewriting)
    }
}
