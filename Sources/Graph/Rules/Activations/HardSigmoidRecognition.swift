/// Recognizes hard-sigmoid written as `relu6(x + 3) / 6`.
///
/// The 3 may be part of the bias of the product before already; it is taken out again.
/// Source: Howard and others 2019 (MobileNetV3), section 5.2.
public struct HardSigmoidRecognition: RewriteRule {
    /// The rule's name in messages.
    public let name = "hard-sigmoid-recognition"

    /// Makes the rule.
    public init() {}

    /// The function, if the node is a sixth of such a relu6.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .channelAffine(let affine) = node.operation, affine.activation == nil,
            let argument = rewriting.unaryInput(.relu6, node.inputs[0]),
            let map = AffineMap(affine, of: node, in: rewriting), map.offset == nil,
            let factor = map.scale?.uniformValue, isClose(factor, 1.0 / 6)
        else { return nil }
        if let sum = UniformAffine(argument, in: rewriting), sum.scale == 1, sum.offset == 3 {
            return try rewriting.add(.unary(.hardSigmoid), [sum.x], name: node.name)
        }
        guard rewriting.hasSingleUse(argument), let channels = node.type.channelCount,
            let product = LinearOperation(rewriting[argument], in: rewriting),
            product.canBeFollowed(in: rewriting)
        else { return nil }
        let shifted = try rewriting.addAffine(
            AffineMap(offset: ChannelVector(repeating: -3, count: channels)), of: argument,
            name: "\(node.name)/argument")
        return try rewriting.add(.unary(.hardSigmoid), [shifted], name: node.name)
    }
}
