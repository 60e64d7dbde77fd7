import Engine
import Fixtures
import Foundation
import Graph
import Tensors
import Testing

@testable import steady

@Suite("Drawings of graphs")
struct GraphDrawingTests {
    /// Two convolutions, a written-out swish, a residual addition and a reshape that changes nothing.
    private func network() throws -> Graph {
        var graph = Graph()
        let images = ValueType(.float32, [.batch, .fixed(4), .fixed(4), .fixed(3)])
        let x = try graph.add(.input(Input(images)), name: "images")
        func constant(_ shape: Shape) -> Value {
            graph.addConstant(
                Tensor([Float](repeating: 0.5, count: shape.elementCount), shape: shape), name: "c")
        }
        var y = try graph.add(
            .convolution(Convolution(window: Window())), [x, constant([1, 1, 3, 3])], name: "first")
        y = try graph.add(
            .batchNormalization(BatchNormalization(epsilon: 0.001)),
            [y] + (0..<4).map { _ in constant([3]) }, name: "bn")
        let sigmoid = try graph.add(.unary(.sigmoid), [y], name: "sigmoid")
        y = try graph.add(.binary(.multiply), [y, sigmoid], name: "product")
        y = try graph.add(.reshape(Reshape(to: images.dimensions)), [y], name: "same")
        y = try graph.add(
            .convolution(Convolution(window: Window(strides: [1, 1]))),
            [y, constant([1, 1, 3, 3])], name: "second")
        y = try graph.add(.binary(.add), [x, y], name: "sum")
        graph.addOutput(y, name: "<answers>")
        return graph
    }

    private func fusion() throws -> Fusion {
        try Fusion(network(), evaluate: ReferenceKernels.constantEvaluator)
    }

    @Test("say what each operation came from")
    func parts() throws {
        let fusion = try fusion()
        #expect(
            fusion.parts == [
                ["input"],
                ["convolution 1×1", "batch normalization", "swish"],
                ["convolution 1×1", "add"],
            ])
        #expect(
            fusion.vanished.map { fusion.before.graph[fusion.before.nodes[$0]].name } == ["same"])
        #expect(
            fusion.summary.map(\.parts) == [
                "convolution 1×1 + add", "convolution 1×1 + batch normalization + swish",
            ])
    }

    @Test("are well-formed, with both graphs and the outputs' names")
    func drawing() throws {
        let drawing = GraphDrawing(title: "a & b", subtitle: "/runs/a", fusion: try fusion())
        let texts = try texts(of: drawing.svg)
        #expect(texts.contains("a & b"))
        #expect(texts.contains("7 operations") && texts.contains("2 operations"))
        #expect(texts.contains("1 × convolution 1×1 + batch normalization + swish"))
        #expect(texts.count { $0 == "▼ <answers>" } == 2)
        #expect(texts.count { $0 == "images" } >= 2)
    }

    @Test("are written by inspect")
    func command() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString).svg")
        defer { try? FileManager.default.removeItem(at: file) }
        try InspectCommand.parse([Fixtures.digitModel.path, "--graph", file.path]).run()
        let texts = try texts(of: String(contentsOf: file, encoding: .utf8))
        #expect(texts.contains { $0.hasSuffix("convolution 3×3 + batch normalization + relu") })
    }
}
