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

    var mnemonic: String {
        switch self {
        case .leakyRelu: "leaky relu"
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
