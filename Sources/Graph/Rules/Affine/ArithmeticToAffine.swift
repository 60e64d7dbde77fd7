import Tensors

/// Replaces adding, subtracting, multiplying or dividing by a constant per channel by an affine map.
///
/// The constant is a scalar or has one number for each channel of the innermost dimension. A bias
/// addition becomes an offset, and so finds its way into the convolution before it.
public struct ArithmeticToAffine: RewriteRule {
    /// The rule's name in messages.
    public let name = "arithmetic-to-affine"

    /// Makes the rule.
    public init() {}

    /// The affine map, if one side is such a constant and the other is not.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .binary(let function) = node.operation, node.type.elementType == .float32,
            let channels = node.type.channelCount
        else { return nil }
        for (x, constant, isConstantRight) in [
            (node.inputs[0], node.inputs[1], true), (node.inputs[1], node.inputs[0], false),
        ] {
            guard rewriting.constant(x) == nil, rewriting.graph.type(of: x) == node.type,
                let tensor = rewriting.constant(constant),
                let vector = ChannelVector(tensor, channelCount: channels, rank: node.type.rank),
                let map = map(function, vector, isConstantRight: isConstantRight)
            else { continue }
            return try rewriting.addAffine(map, of: x, name: node.name)
        }
        return nil
    }

    private func map(
        _ function: Binary, _ vector: ChannelVector, isConstantRight: Bool
    ) -> AffineMap? {
        switch (function, isConstantRight) {
        case (.add, _): AffineMap(offset: vector)
        case (.multiply, _): AffineMap(scale: vector)
        case (.subtract, true): AffineMap(offset: vector.mapped { -$0 })
        case (.subtract, false):
            AffineMap(
                scale: ChannelVector(repeating: -1, count: vector.values.count), offset: vector)
        case (.divide, true) where !vector.values.contains(0):
            AffineMap(scale: vector.mapped { 1 / $0 })
        default: nil
        }
    }
}
