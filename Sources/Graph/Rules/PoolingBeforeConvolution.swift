/// Lets a mean pooling that makes images smaller come before a 1×1 convolution instead of after it.
///
/// Both are linear, and the weights of a mean add up to 1 also at the edges, where padding is left
/// out of it, so that even a bias passes. With a step of 2 the convolution has a quarter of the
/// places to do; the transitions of DenseNet are written the other way round.
public struct PoolingBeforeConvolution: RewriteRule {
    /// The rule's name in messages.
    public let name = "pooling-before-convolution"

    /// Makes the rule.
    public init() {}

    /// The convolution of the smaller images.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .pooling(let pooling) = node.operation, pooling.kind == .mean,
            rewriting.hasSingleUse(node.inputs[0])
        else { return nil }
        let producer = rewriting[node.inputs[0]]
        guard case .convolution(let convolution) = producer.operation,
            convolution.window == Window(), convolution.epilogue.activation == nil,
            !convolution.epilogue.hasResidual,
            rewriting.graph.type(of: producer.inputs[1]).dimensions.prefix(2) == [
                .fixed(1), .fixed(1),
            ], node.type.placeCount < producer.type.placeCount
        else { return nil }
        let smaller = try rewriting.add(node.operation, [producer.inputs[0]], name: node.name)
        return try rewriting.add(
            producer.operation, [smaller] + producer.inputs.dropFirst(), name: producer.name,
            as: .moved(node.inputs[0]))
    }
}

extension ValueType {
    /// The height times the width of an image.
    fileprivate var placeCount: Int {
        dimensions[1...2].reduce(1) { $0 * ($1.fixedExtent ?? 1) }
    }
}
