import Tensors
import Testing

@testable import Graph

@Suite("A node is added only if it type-checks")
struct TypeCheckingTests {
    private func type(
        _ operation: Operation, _ inputs: ValueType...
    ) throws -> ValueType {
        var graph = Graph()
        var values: [Value] = []
        for input in inputs { values.append(try graph.add(.input(Input(input)), name: "x")) }
        let result = try graph.add(operation, values, name: "y")
        return graph.type(of: result)
    }

    private let images = ValueType(.float32, [.batch, .fixed(7), .fixed(6), .fixed(3)])

    @Test("a convolution keeps the batch and counts windows")
    func convolution() throws {
        let filter = ValueType(of: Tensor([Float](repeating: 0, count: 54), shape: [3, 3, 3, 2]))
        let window = Window(strides: [2, 2], padding: [.init(before: 1, after: 1), .none])
        let result = try type(.convolution(Convolution(window: window)), images, filter)
        #expect(result.dimensions == [.batch, .fixed(4), .fixed(2), .fixed(2)])
    }

    @Test("a filter for other channels is refused with both shapes")
    func channels() {
        let filter = ValueType(.float32, [.fixed(3), .fixed(3), .fixed(4), .fixed(2)])
        let error = #expect(throws: GraphError.self) {
            try type(.convolution(Convolution(window: Window())), images, filter)
        }
        #expect(error?.description.contains("[N, 7, 6, 3]") == true)
        #expect(error?.description.contains("[3, 3, 4, 2]") == true)
    }

    @Test("a window larger than the image is refused")
    func largeWindow() {
        #expect(throws: GraphError.self) {
            try type(.pooling(Pooling(.mean, size: [8, 2], window: Window())), images)
        }
    }

    @Test(
        "SAME padding puts the odd place after",
        arguments: [(8, 3, 1, 1, 1), (7, 2, 2, 0, 1), (8, 3, 2, 0, 1)])
    func same(extent: Int, size: Int, stride: Int, before: Int, after: Int) {
        #expect(
            Window.samePadding(extent: extent, size: size, stride: stride)
                == EdgePadding(before: before, after: after))
    }

    @Test("a reshape resolves −1 over the batch")
    func reshape() throws {
        let flat = try #require(Reshape.resolving([.batch, nil], from: images))
        #expect(flat == [.batch, .fixed(126)])
        let merged = try #require(Reshape.resolving([nil, .fixed(3)], from: images))
        #expect(merged == [.batch(times: 42), .fixed(3)])
        #expect(Reshape.resolving([nil, .fixed(5)], from: images) == nil)
        #expect(throws: GraphError.self) {
            try type(.reshape(Reshape(to: [.batch, .fixed(125)])), images)
        }
    }

    @Test("broadcasting stretches ones and refuses the rest")
    func broadcasting() throws {
        let row = ValueType(.float32, [.fixed(6), .fixed(1)])
        #expect(try type(.binary(.add), images, row) == images)
        #expect(throws: GraphError.self) {
            try type(.binary(.add), images, ValueType(.float32, [.fixed(2)]))
        }
    }

    @Test("element types must agree, and comparisons are boolean")
    func elementTypes() throws {
        let integers = ValueType(.int32, images.dimensions)
        #expect(throws: GraphError.self) { try type(.binary(.add), images, integers) }
        #expect(try type(.binary(.less), images, images).elementType == .bool)
    }

    @Test("a slice may not cut the batch, nor leave the value")
    func slice() throws {
        let span = Slice.Span(begin: 1, count: 2, step: 2)
        #expect(
            try type(.slice(Slice([nil, span, nil, nil])), images).dimensions[1] == .fixed(2))
        #expect(throws: GraphError.self) {
            try type(.slice(Slice([span, nil, nil, nil])), images)
        }
        #expect(throws: GraphError.self) {
            try type(.slice(Slice([nil, .init(begin: 6, count: 2), nil, nil])), images)
        }
    }

    @Test("a value of another graph is refused")
    func foreignValue() throws {
        var large = Graph()
        _ = try large.image(2)
        let foreign = try large.add(.unary(.relu), [large.inputs[0]], name: "r")
        var small = Graph()
        #expect(throws: GraphError.unknownValue(node: "y")) {
            try small.add(.unary(.relu), [foreign], name: "y")
        }
    }
}
