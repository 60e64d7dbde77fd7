/// Replaces the convolution of images of one place, as in squeeze-and-excitation, by a dense layer.
///
/// A dense layer takes all rows of a batch at once; a convolution works image by image.
public struct SinglePlaceConvolution: RewriteRule {
    /// The rule's name in messages.
    public let name = "single-place-convolution"

    /// Makes the rule.
    public init() {}

    /// The dense layer, if the images and the filter have one place.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .convolution(let convolution) = node.operation, convolution.groups == 1,
            convolution.window.isUnpadded, !convolution.epilogue.hasResidual,
            let filter = rewriting.constant(node.inputs[1]), filter.shape[0] == 1,
            filter.shape[1] == 1
        else { return nil }
        let images = rewriting.graph.type(of: node.inputs[0])
        guard images.dimensions[1] == .fixed(1), images.dimensions[2] == .fixed(1) else {
            return nil
        }
        let rows = try rewriting.add(
            .reshape(Reshape(to: [images.dimensions[0], images.dimensions[3]])),
            [node.inputs[0]], name: "\(node.name)/rows",
            as: .arrangement)
        let weights = rewriting.addConstant(
            filter.reshaped(to: [filter.shape[2], filter.shape[3]]),
            name: rewriting[node.inputs[1]].name)
        let result = try rewriting.add(
            .matrixProduct(MatrixProduct(epilogue: convolution.epilogue)),
            [rows, weights] + node.inputs.dropFirst(2), name: node.name)
        return try rewriting.add(
            .reshape(Reshape(to: node.type.dimensions)), [result], name: "\(node.name)/images",
            as: .arrangement)
    }
}
