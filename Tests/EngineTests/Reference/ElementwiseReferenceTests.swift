import Engine
import Graph
import Tensors
import Testing

@Suite("reference elementwise functions against TensorFlow")
struct ElementwiseReferenceTests {
    static let unary: [(Unary, [Float])] = [
        (.relu, TensorFlowValues.relu), (.relu6, TensorFlowValues.relu6),
        (.elu, TensorFlowValues.elu), (.selu, TensorFlowValues.selu),
        (.sigmoid, TensorFlowValues.sigmoid), (.tanh, TensorFlowValues.tanh),
        (.softplus, TensorFlowValues.softplus), (.softsign, TensorFlowValues.softsign),
        (.exponential, TensorFlowValues.exponential),
        (.exponentialMinus1, TensorFlowValues.exponentialMinus1),
        (.square, TensorFlowValues.square), (.reciprocal, TensorFlowValues.reciprocal),
        (.negation, TensorFlowValues.negation), (.absolute, TensorFlowValues.absolute),
        (.sign, TensorFlowValues.sign), (.floor, TensorFlowValues.floor),
        (.ceiling, TensorFlowValues.ceiling), (.sine, TensorFlowValues.sine),
        (.cosine, TensorFlowValues.cosine), (.errorFunction, TensorFlowValues.errorFunction),
        (.leakyRelu(slope: 0.25), TensorFlowValues.leakyRelu),
    ]

    @Test("a function of each element", arguments: unary)
    func appliesUnary(function: Unary, expected: [Float]) throws {
        let result = try reference(.unary(function), pattern(9).mapped { $0 * 3 })
        expectClose(result.floats, expected)
    }

    static let ofMagnitudes: [(Unary, [Float])] = [
        (.logarithm, TensorFlowValues.logarithm), (.logarithm1p, TensorFlowValues.logarithm1p),
        (.squareRoot, TensorFlowValues.squareRoot),
        (.reciprocalSquareRoot, TensorFlowValues.reciprocalSquareRoot),
    ]

    @Test("a function of magnitudes", arguments: ofMagnitudes)
    func appliesToMagnitudes(function: Unary, expected: [Float]) throws {
        let result = try reference(.unary(function), pattern(9).mapped { abs($0 * 3) })
        expectClose(result.floats, expected)
    }

    @Test("halves are rounded to even")
    func rounding() throws {
        let result = try reference(.unary(.roundHalfToEven), pattern(9).mapped { $0 * 3 * 4 / 3 })
        expectClose(result.floats, TensorFlowValues.roundHalfToEven)
    }

    static let binary: [(Binary, [Float])] = [
        (.add, TensorFlowValues.add), (.subtract, TensorFlowValues.subtract),
        (.multiply, TensorFlowValues.multiply), (.divide, TensorFlowValues.divide),
        (.maximum, TensorFlowValues.maximum), (.minimum, TensorFlowValues.minimum),
        (.squaredDifference, TensorFlowValues.squaredDifference),
        (.floorDivide, TensorFlowValues.floorDivide),
        (.floorModulo, TensorFlowValues.floorModulo),
    ]

    @Test("a function of two values that broadcast", arguments: binary)
    func appliesBinary(function: Binary, expected: [Float]) throws {
        let result = try reference(.binary(function), pattern(2, 1, 4), pattern(3, 1, step: 5))
        #expect(result.shape == [2, 3, 4])
        expectClose(result.floats, expected)
    }

    static let comparisons: [(Binary, [Bool])] = [
        (.less, TensorFlowValues.less), (.greaterOrEqual, TensorFlowValues.greaterOrEqual),
        (.equal, TensorFlowValues.equal),
    ]

    @Test("a comparison of two values that broadcast", arguments: comparisons)
    func compares(function: Binary, expected: [Bool]) throws {
        let result = try reference(.binary(function), pattern(2, 1, 4), pattern(3, 1, step: 5))
        #expect(result.elements(as: Bool.self) == expected)
    }

    @Test("powers, and quotients without not-a-number")
    func guarded() throws {
        let (a, b) = (pattern(2, 1, 4), pattern(3, 1, step: 5))
        let power = try reference(.binary(.power), a.mapped(abs), b)
        expectClose(power.floats, TensorFlowValues.power)
        let quotient = try reference(.binary(.divideNoNaN), a, b.mapped { max($0, 0) })
        expectClose(quotient.floats, TensorFlowValues.divideNoNaN)
    }

    @Test("a selection broadcasts all three inputs")
    func selection() throws {
        let condition = try reference(
            .binary(.greater), pattern(2, 1, 4), Tensor(scalar: Float(0)))
        let result = try reference(
            .selection(Selection()), condition, pattern(3, 1, step: 5), pattern(1, 4, step: 9))
        expectClose(result.floats, TensorFlowValues.selected)
    }
}
