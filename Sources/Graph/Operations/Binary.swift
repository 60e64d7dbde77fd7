/// A function of two values, element by element, with NumPy's broadcasting.
///
/// Inputs: left and right, of one element type. Result: that type in the broadcast shape; booleans
/// for comparisons.
public enum Binary: String, Hashable, OperationPayload {
    case add, subtract, multiply, divide, maximum, minimum, power, squaredDifference
    /// Division rounded down.
    case floorDivide
    /// The remainder of the division rounded down; takes the divisor's sign.
    case floorModulo
    /// Division that gives 0 where the divisor is 0.
    case divideNoNaN
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case logicalAnd, logicalOr

    /// Whether the result is boolean.
    public var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }

    var mnemonic: String { rawValue }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 2)
        try expectSameElementType(inputs)
        let dimensions = try broadcast(inputs[0].dimensions, inputs[1].dimensions)
        switch self {
        case .logicalAnd, .logicalOr:
            guard inputs[0].elementType == .bool else {
                throw TypeMismatch("takes booleans, given \(inputs[0])")
            }
        case .equal, .notEqual: break
        default:
            guard inputs[0].elementType != .bool else {
                throw TypeMismatch("takes numbers, given \(inputs[0])")
            }
        }
        return ValueType(isComparison ? .bool : inputs[0].elementType, dimensions)
    }
}
