import Tensors
import Testing

@Suite("Tensors are converted to another element type")
struct ConversionTests {
    @Test("floating point to the nearest")
    func floats() throws {
        let doubles = Tensor([0.1, -2.5, 1e300, .nan])
        let floats = try doubles.converted(to: .float32).elements(as: Float.self)
        #expect(Array(floats[..<3]) == [0.1, -2.5, .infinity])
        #expect(floats[3].isNaN)
        let halves = try doubles.converted(to: .float16).elements(as: Float16.self)
        #expect(halves[0] == 0.1 && halves[2] == .infinity)
    }

    @Test("bfloat16 by rounding once, ties to even")
    func bfloat16() throws {
        // Halfway between two neighbours, just above by less than a binary32 has room for.
        let halfway = 1 + 1.0 / 256
        let values = [halfway, halfway + 0x1p-50, halfway - 0x1p-50, 3.0, -halfway]
        let bits = try Tensor(values).converted(to: .bfloat16).elements(as: BFloat16.self)
            .map(\.bitPattern)
        #expect(bits == [0x3F80, 0x3F81, 0x3F80, 0x4040, 0xBF80])
        #expect(Float(BFloat16(bitPattern: 0x4040)) == 3)
        #expect(Float(BFloat16(.nan)).isNaN)
    }

    @Test("integers and booleans to floats")
    func integersToFloats() throws {
        #expect(
            try Tensor([Int64(-3), 1 << 40]).converted(to: .float32).elements(as: Float.self)
                == [-3, 0x1p40])
        #expect(
            try Tensor([true, false]).converted(to: .float64).elements(as: Double.self) == [1, 0])
    }

    @Test("integers to integers where every one fits")
    func integers() throws {
        let values: [Int64] = [-128, 0, 127]
        #expect(
            try Tensor(values).converted(to: .int8).elements(as: Int8.self) == [-128, 0, 127])
        #expect(
            throws: TensorConversionError.outOfRange(index: 0, value: "-128", to: .uint32)
        ) { try Tensor(values).converted(to: .uint32) }
    }

    @Test("but never from floats to integers or from numbers to booleans")
    func refusals() {
        #expect(throws: TensorConversionError.notConvertible(from: .float32, to: .int32)) {
            try Tensor([Float(1)]).converted(to: .int32)
        }
        #expect(throws: TensorConversionError.notConvertible(from: .uint8, to: .bool)) {
            try Tensor([UInt8(1)]).converted(to: .bool)
        }
    }

    @Test("between all types that hold small numbers, keeping them")
    func roundTrips() throws {
        let numeric = ElementType.allCases.filter { $0 != .bool }
        let values: [Float] = [0, 1, 2, 100]
        for type in numeric where !type.isFloatingPoint {
            let integers = try Tensor(values.map { Int64($0) }).converted(to: type)
            for other in numeric {
                let back = try integers.converted(to: other).converted(
                    to: other.isFloatingPoint ? .float32 : .int64)
                #expect(
                    try back.converted(to: .float32).elements(as: Float.self) == values,
                    "\(type) to \(other)")
            }
        }
    }
}
