import Tensors

/// Replaces batch normalization by the affine map it computes at inference:
/// scale = γ / √(σ² + ε), offset = β − μ · scale, each of shape `[channels]`.
///
/// Leaves the node alone when a parameter is not a constant.
/// Source: Ioffe and Szegedy 2015, section 3.1.
public struct BatchNormalizationToAffine: RewriteRule {
    /// The rule's name in messages.
    public let name = "batch-normalization-to-affine"

    /// Makes the rule.
    public init() {}

    /// The affine map, if the node is a batch normalization with constant parameters.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .batchNormalization(let normalization) = node.operation,
            let channels = node.type.channelCount
        else { return nil }
        func vector(_ index: Int, in rewriting: Rewriting) -> ChannelVector? {
            ChannelVector(rewriting.constant(node.inputs[index]), channelCount: channels)
        }
        guard let mean = vector(normalization.meanIndex, in: rewriting),
            let variance = vector(normalization.varianceIndex, in: rewriting)
        else { return nil }
        var scale = variance.mapped { 1 / ($0 + normalization.epsilon).squareRoot() }
        if let index = normalization.scaleIndex {
            guard let gamma = vector(index, in: rewriting) else { return nil }
            scale = scale * gamma
        }
        var offset = (mean * scale).mapped { -$0 }
        if let index = normalization.offsetIndex {
            guard let beta = vector(index, in: rewriting) else { return nil }
            offset = offset + beta
        }
        return try rewriting.addAffine(
            AffineMap(scale: scale, offset: offset), of: node.inputs[0], name: node.name)
    }
}
