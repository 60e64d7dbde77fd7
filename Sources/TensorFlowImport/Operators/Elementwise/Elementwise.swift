import Graph

/// Operators that are one operation on each element: a table line each.
enum Elementwise {
    static let unary = unaryOperations.mapValues(importer)
    static let binary = binaryOperations.mapValues(importer)

    private static let unaryOperations: [String: Unary] = [
        "Relu": .relu, "Relu6": .relu6, "Elu": .elu, "Selu": .selu, "Sigmoid": .sigmoid,
        "Tanh": .tanh, "Softplus": .softplus, "Softsign": .softsign, "Exp": .exponential,
        "Log": .logarithm, "Log1p": .logarithm1p, "Expm1": .exponentialMinus1, "Sqrt": .squareRoot,
        "Rsqrt": .reciprocalSquareRoot, "Square": .square, "Inv": .reciprocal,
        "Reciprocal": .reciprocal, "Neg": .negation, "Abs": .absolute, "Sign": .sign,
        "Floor": .floor, "Ceil": .ceiling, "Rint": .roundHalfToEven, "Round": .roundHalfToEven,
        "Sin": .sine, "Cos": .cosine, "Erf": .errorFunction, "LogicalNot": .logicalNot,
    ]

    private static let binaryOperations: [String: Binary] = [
        "Add": .add, "AddV2": .add, "Sub": .subtract, "Mul": .multiply, "RealDiv": .divide,
        "Div": .divide, "DivNoNan": .divideNoNaN, "Maximum": .maximum, "Minimum": .minimum,
        "Pow": .power, "SquaredDifference": .squaredDifference, "FloorDiv": .floorDivide,
        "FloorMod": .floorModulo, "Equal": .equal, "NotEqual": .notEqual, "Less": .less,
        "LessEqual": .lessOrEqual, "Greater": .greater, "GreaterEqual": .greaterOrEqual,
        "LogicalAnd": .logicalAnd, "LogicalOr": .logicalOr,
    ]

    private static func importer(_ operation: Unary) -> OperatorImport {
        { (node: NodeImport) throws(ImportError) -> [ImportedTensor] in
            [.value(try node.add(.unary(operation), [node.value(0)]))]
        }
    }

    private static func importer(_ operation: Binary) -> OperatorImport {
        { (node: NodeImport) throws(ImportError) -> [ImportedTensor] in
            if let integers = try shapeArithmetic(operation, node) { return node.shape(integers) }
            return [.value(try node.add(.binary(operation), [node.value(0), node.value(1)]))]
        }
    }

    /// The result if both sides are integers of shapes; nil if this is not shape arithmetic.
    private static func shapeArithmetic(
        _ operation: Binary, _ node: NodeImport
    ) throws(ImportError) -> SymbolicIntegers? {
        guard node.isKnown(0), node.isKnown(1), let left = try node.integers(0),
            let right = try node.integers(1)
        else { return nil }
        switch operation {
        case .add: return left.combined(right, +)
        case .subtract: return left.combined(right, -)
        case .multiply: return left.combined(right, *)
        case .divide, .floorDivide: return left.combined(right, /)
        case .floorModulo: return left.combined(right, %)
        case .maximum: return left.combined(right, SymbolicInteger.maximum)
        case .minimum: return left.combined(right, SymbolicInteger.minimum)
        default: return nil
        }
    }
}
