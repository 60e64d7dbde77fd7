/// A multiplication and an addition per channel, then a function: `activation(x · scale + offset)`.
///
/// Inputs: `x` of any rank ≥ 1 with the channels innermost, then the scale if present, the offset if
/// present, each of shape `[channels]`. Result: as `x`. This is what batch normalization becomes.
public struct ChannelAffine: Hashable, OperationPayload {
    /// Whether a scale is given; otherwise it is 1.
    public var hasScale: Bool
    /// Whether an offset is given; otherwise it is 0.
    public var hasOffset: Bool
    /// The function applied last, if any.
    public var activation: Unary?

    /// Makes an affine map from its parts.
    public init(hasScale: Bool, hasOffset: Bool, activation: Unary? = nil) {
        self.hasScale = hasScale
        self.hasOffset = hasOffset
        self.activation = activation
    }

    /// The index among the node's inputs of the scale.
    public var scaleIndex: Int? { hasScale ? 1 : nil }
    /// The index among the node's inputs of the offset.
    public var offsetIndex: Int? { hasOffset ? (hasScale ? 2 : 1) : nil }

    var mnemonic: String { "channel affine" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1 + (hasScale ? 1 : 0) + (hasOffset ? 1 : 0))
        try expectSameElementType(inputs)
        try expectFloatingPoint(inputs[0], as: "the value")
        guard inputs[0].rank > 0 else { throw TypeMismatch("the value must have channels") }
        let channels = try fixedExtent(inputs[0], axis: inputs[0].rank - 1, as: "the channels")
        for (index, what) in [(scaleIndex, "the scale"), (offsetIndex, "the offset")] {
            if let index { try expectVector(inputs[index], count: channels, as: what) }
        }
        return inputs[0]
    }
}
