/// Batch normalization with given statistics: `γ (x − μ) / √(σ² + ε) + β` per channel, the innermost
/// dimension.
///
/// Inputs: `x` of any rank ≥ 1 with the channels innermost, then `γ` if present, `β` if present,
/// mean `μ`, variance `σ²`, each of shape `[channels]`. Result: as `x`.
/// Source: Ioffe and Szegedy 2015, section 3.1.
public struct BatchNormalization: Hashable, OperationPayload {
    /// Added to the variance.
    public var epsilon: Double
    /// Whether a scale `γ` is given; otherwise it is 1.
    public var hasScale: Bool
    /// Whether an offset `β` is given; otherwise it is 0.
    public var hasOffset: Bool

    /// Makes a batch normalization from its parts.
    public init(epsilon: Double, hasScale: Bool = true, hasOffset: Bool = true) {
        self.epsilon = epsilon
        self.hasScale = hasScale
        self.hasOffset = hasOffset
    }

    /// The index among the node's inputs of `γ`.
    public var scaleIndex: Int? { hasScale ? 1 : nil }
    /// The index among the node's inputs of `β`.
    public var offsetIndex: Int? { hasOffset ? (hasScale ? 2 : 1) : nil }
    /// The index among the node's inputs of the mean.
    public var meanIndex: Int { 1 + (hasScale ? 1 : 0) + (hasOffset ? 1 : 0) }
    /// The index among the node's inputs of the variance.
    public var varianceIndex: Int { meanIndex + 1 }

    var mnemonic: String { "batch normalization" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: varianceIndex + 1)
        try expectFloatingPoint(inputs[0], as: "the value")
        guard inputs[0].rank > 0 else { throw TypeMismatch("the value must have channels") }
        let channels = try fixedExtent(inputs[0], axis: inputs[0].rank - 1, as: "the channels")
        if let index = scaleIndex {
            try expectVector(inputs[index], count: channels, as: "γ")
        }
        if let index = offsetIndex {
            try expectVector(inputs[index], count: channels, as: "β")
        }
        try expectVector(inputs[meanIndex], count: channels, as: "the mean")
        try expectVector(inputs[varianceIndex], count: channels, as: "the variance")
        return inputs[0]
    }
}
