/// The softmax over the innermost dimension: `exp(x) / Σ exp(x)`, or its logarithm.
///
/// Input: a value of rank ≥ 1. Result: the same type.
public struct Softmax: Hashable, OperationPayload {
    /// Whether the logarithm of the softmax is given.
    public var isLogarithmic: Bool

    /// Makes a softmax or log-softmax.
    public init(isLogarithmic: Bool = false) { self.isLogarithmic = isLogarithmic }

    var mnemonic: String { isLogarithmic ? "log softmax" : "softmax" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        try expectFloatingPoint(inputs[0], as: "the value")
        guard inputs[0].rank > 0 else { throw TypeMismatch("takes rank 1 or more, given a scalar") }
        return inputs[0]
    }
}
