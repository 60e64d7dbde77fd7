/// A function of each element by itself.
///
/// Input: a value of any shape. Result: the same type.
public enum Unary: Hashable, OperationPayload {
    case relu, relu6, elu, selu, sigmoid, tanh, softplus, softsign
    case exponential, logarithm, logarithm1p, exponentialMinus1, squareRoot, reciprocalSquareRoot
    case square, reciprocal, negation, absolute, sign, floor, ceiling, roundHalfToEven, sine, cosine
    case errorFunction
    case logicalNot
    /// `x` for positive `x`, else `slope · x`.
    case leakyRelu(slope: Float)
    /// `x · sigmoid(x)`. Source: Ramachandran, Zoph and Le 2017.
    case swish
    /// `relu6(x + 3) / 6`. Source: Howard and others 2019 (MobileNetV3), section 5.2.
    case hardSigmoid
    /// `x · relu6(x + 3) / 6`. Source: as `hardSigmoid`.
    case hardSwish
    /// `x · Φ(x)` with the normal distribution `Φ(x) = (1 + erf(x / √2)) / 2`.
    /// Source: Hendrycks and Gimpel 2016.
    case gelu
    /// `x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2`, which is close to `gelu`.
    /// Source: as `gelu`.
    case geluTanh

    var mnemonic: String {
        switch self {
        case .leakyRelu: "leaky relu"
        case .hardSigmoid: "hard sigmoid"
        case .hardSwish: "hard swish"
        case .geluTanh: "gelu (tanh)"
        default: "\(self)"
        }
    }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        switch self {
        case .logicalNot:
            guard inputs[0].elementType == .bool else {
                throw TypeMismatch("takes booleans, given \(inputs[0])")
            }
        case .relu, .square, .negation, .absolute, .sign:
            guard inputs[0].elementType != .bool else {
                throw TypeMismatch("takes numbers, given \(inputs[0])")
            }
        default:
            try expectFloatingPoint(inputs[0], as: "the value")
        }
        return inputs[0]
    }
}
