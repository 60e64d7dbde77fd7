import Engine
import Graph
import Tensors
import Testing

@Suite("reference kernels of integers, booleans and half precision")
struct IntegerReferenceTests {
    let whole = Tensor(pattern(2, 3).floats.map { Int32($0 * 8) }, shape: [2, 3])
    let divisor = Tensor([3, -4, 5, -3, 4, -5] as [Int32], shape: [2, 3])

    @Test("integer division rounds as TensorFlow's three kinds do")
    func division() throws {
        let down = try reference(.binary(.floorDivide), whole, divisor)
        #expect(down.elements(as: Int32.self) == TensorFlowValues.integerFloorDivide)
        let rest = try reference(.binary(.floorModulo), whole, divisor)
        #expect(rest.elements(as: Int32.self) == TensorFlowValues.integerFloorModulo)
        let cut = try reference(.binary(.divide), whole, divisor)
        #expect(cut.elements(as: Int32.self) == TensorFlowValues.integerDivide)
    }

    @Test("an integer mean is cut as TensorFlow cuts it")
    func mean() throws {
        let result = try reference(.reduction(Reduction(.mean, axes: [1])), whole)
        #expect(result.elements(as: Int32.self) == TensorFlowValues.integerMean)
    }

    @Test("a division by an integer zero is an error and not a crash")
    func divisionByZero() throws {
        let zero = Tensor([1, 0, 1, 1, 1, 1] as [Int32], shape: [2, 3])
        #expect(throws: EngineError.divisionByZero(node: "", operation: "divide")) {
            try reference(.binary(.divide), whole, zero)
        }
    }

    @Test("integers wrap instead of trapping")
    func wrapping() throws {
        let extremes = Tensor([Int8.min, Int8.max])
        let ones = Tensor([-1, 1] as [Int8])
        let sum = try reference(.binary(.add), extremes, ones)
        #expect(sum.elements(as: Int8.self) == [127, -128])
        let quotient = try reference(.binary(.divide), extremes, ones)
        #expect(quotient.elements(as: Int8.self) == [-128, 127])
        let magnitude = try reference(.unary(.absolute), extremes)
        #expect(magnitude.elements(as: Int8.self) == [-128, 127])
        let power = try reference(
            .binary(.power), Tensor([3, -2] as [Int8]), Tensor([4, 3] as [Int8]))
        #expect(power.elements(as: Int8.self) == [81, -8])
    }

    @Test("a cast cuts fractions, and takes the nearest integer where there is none")
    func cast() throws {
        let values = pattern(9).mapped { $0 * 3 }
        let cut = try reference(.cast(Cast(to: .int32)), values)
        #expect(cut.elements(as: Int32.self) == TensorFlowValues.castToInteger)
        let extremes = Tensor([1e20, -1e20, .nan, 300.9, -0.5] as [Float])
        let bytes = try reference(.cast(Cast(to: .uint8)), extremes)
        #expect(bytes.elements(as: UInt8.self) == [255, 0, 0, 255, 0])
        let wide = try reference(.cast(Cast(to: .int64)), extremes)
        #expect(wide.elements(as: Int64.self) == [.max, .min, 0, 300, 0])
    }

    @Test(
        "a cast there and back gives the number again",
        arguments: ElementType.allCases.filter { $0 != .bool })
    func castRoundTrip(type: ElementType) throws {
        let values = Tensor([0, 1, 2, 100] as [Float])
        let there = try reference(.cast(Cast(to: type)), values)
        #expect(there.elementType == type)
        let back = try reference(.cast(Cast(to: .float32)), there)
        #expect(back.floats == values.floats)
        let truth = try reference(.cast(Cast(to: .bool)), there)
        #expect(truth.elements(as: Bool.self) == [false, true, true, true])
    }

    @Test("half precision is computed in float32 and rounded once")
    func halfPrecision() throws {
        let half = try reference(.cast(Cast(to: .float16)), pattern(9).mapped { $0 * 3 })
        let sigmoid = try reference(.unary(.sigmoid), half)
        #expect(sigmoid.elementType == .float16)
        let wide = try reference(.cast(Cast(to: .float32)), sigmoid)
        // One unit in the last place of numbers below 1: TensorFlow's own sigmoid is in half.
        expectClose(wide.floats, TensorFlowValues.halfSigmoid, tolerance: 0x1p-11)
        let brain = try reference(.cast(Cast(to: .bfloat16)), pattern(9).mapped { $0 / 3 })
        let product = try reference(.binary(.multiply), brain, brain)
        let widened = try reference(.cast(Cast(to: .float32)), product)
        #expect(widened.floats == TensorFlowValues.brainMultiply)
    }

    @Test("booleans: logic, reductions and equality")
    func booleans() throws {
        let values = Tensor([true, false, true, true], shape: [2, 2])
        let inverse = try reference(.unary(.logicalNot), values)
        #expect(inverse.elements(as: Bool.self) == [false, true, false, false])
        let both = try reference(.binary(.logicalAnd), values, inverse)
        #expect(both.elements(as: Bool.self) == [false, false, false, false])
        let either = try reference(.binary(.logicalOr), values, inverse)
        #expect(either.elements(as: Bool.self) == [true, true, true, true])
        let all = try reference(.reduction(Reduction(.all, axes: [1])), values)
        #expect(all.elements(as: Bool.self) == [false, true])
        let any = try reference(.reduction(Reduction(.any, axes: [0, 1])), values)
        #expect(any.elements(as: Bool.self) == [true])
        let same = try reference(.binary(.equal), values, inverse)
        #expect(same.elements(as: Bool.self) == [false, false, false, false])
    }
}
