import Tensors
import Testing

@Suite("Tensors")
struct TensorTests {
    private let tensor = Tensor((0..<12).map(Float.init), shape: [3, 2, 2])

    @Test("share rows without copying")
    func rows() {
        let rows = tensor.rows(1..<3)
        #expect(rows.shape == [2, 2, 2])
        #expect(rows.elements(as: Float.self) == [4, 5, 6, 7, 8, 9, 10, 11])
        let address = tensor.withUnsafeBytes { $0.baseAddress }
        #expect(rows.withUnsafeBytes { $0.baseAddress } == address.map { $0 + 16 })
        #expect(rows.rows(1..<1).elementCount == 0)
    }

    @Test("join rows in order")
    func joining() {
        let joined = Tensor.joiningRows([tensor.rows(2..<3), tensor.rows(0..<1)])
        #expect(joined.shape == [2, 2, 2])
        #expect(joined.elements(as: Float.self) == [8, 9, 10, 11, 0, 1, 2, 3])
    }

    @Test("start at a multiple of 64 bytes")
    func alignment() {
        for count in 1..<50 {
            let made = Tensor([UInt8](repeating: 1, count: count))
            made.withUnsafeBytes { #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0) }
        }
    }

    @Test("keep their elements under another shape")
    func reshaping() {
        let flat = tensor.reshaped(to: [12])
        #expect(flat.shape == [12])
        #expect(flat.elements(as: Float.self) == tensor.elements(as: Float.self))
    }

    @Test("free their memory when the initializing closure throws")
    func throwingInitializer() {
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            try Tensor(shape: [4], elementType: .int8) { _ in throw Refusal() }
        }
    }
}

@Suite("Shapes")
struct ShapeTests {
    @Test("count their elements and strides")
    func counts() {
        let shape: Shape = [3, 4, 5]
        #expect(shape.elementCount == 60)
        #expect(shape.strides == [20, 5, 1])
        #expect(Shape.scalar.elementCount == 1)
        #expect(shape.withRowCount(7) == [7, 4, 5])
        #expect(shape.description == "[3, 4, 5]")
    }

    @Test("from outside are refused when negative or beyond counting")
    func outside() {
        #expect(Shape.elementCountIfValid([2, 3]) == 6)
        #expect(Shape.elementCountIfValid([]) == 1)
        #expect(Shape.elementCountIfValid([-1, 3]) == nil)
        #expect(Shape.elementCountIfValid([Int.max, 2]) == nil)
        #expect(Shape.elementCountIfValid([0, 3]) == 0)
        // Empty, but its strides would not fit.
        #expect(Shape.elementCountIfValid([0, Int.max, 2]) == nil)
        #expect(Shape.elementCountIfValid([Int.max, 0, 2]) == nil)
        #expect(Shape.elementCountIfValid([0, -1]) == nil)
    }
}

@Suite("Buffers that become tensors")
struct TensorBufferTests {
    @Test("grow and hand over what was written")
    func growth() {
        let buffer = TensorBuffer(elementType: .int32)
        for index in 0..<1000 {
            let bytes = buffer.reserve(max(index + 1, buffer.capacity))
            bytes.storeBytes(of: Int32(index), toByteOffset: index * 4, as: Int32.self)
        }
        let tensor = buffer.takeTensor(shape: [10, 100])
        #expect(tensor.elements(as: Int32.self) == (0..<1000).map(Int32.init))
        tensor.withUnsafeBytes { #expect(UInt(bitPattern: $0.baseAddress) % 64 == 0) }
        #expect(buffer.capacity == 0)
    }

    @Test("may stay empty")
    func empty() {
        #expect(TensorBuffer(elementType: .int8).takeTensor(shape: [0]).elementCount == 0)
    }
}
