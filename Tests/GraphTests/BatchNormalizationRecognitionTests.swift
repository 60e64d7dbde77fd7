import Tensors
import Testing

@testable import Graph

@Suite("Batch normalization written as arithmetic is recognized")
struct BatchNormalizationRecognitionTests {
    private func build(
        scale: Bool, offset: Bool, mean: [Float] = [0.5, -1], variance: [Float] = [2, 3]
    ) throws -> Graph {
        var graph = Graph()
        let x = try graph.image(3, 3, 2)
        let v = graph.vector(variance, "bn/moving_variance")
        let epsilon = graph.addConstant(Tensor(scalar: Float(0.001)), name: "bn/epsilon")
        let sum = try graph.add(.binary(.add), [v, epsilon], name: "add")
        var inverse = try graph.add(.unary(.reciprocalSquareRoot), [sum], name: "rsqrt")
        if scale {
            inverse = try graph.add(
                .binary(.multiply), [inverse, graph.vector([1, 2], "bn/gamma")], name: "mul")
        }
        let product = try graph.add(.binary(.multiply), [x, inverse], name: "mul_1")
        let m = graph.vector(mean, "bn/moving_mean")
        let shifted = offset ? m : try graph.add(.unary(.negation), [m], name: "neg")
        var shift = try graph.add(.binary(.multiply), [shifted, inverse], name: "mul_2")
        if offset {
            shift = try graph.add(
                .binary(.subtract), [graph.vector([3, 4], "bn/beta"), shift], name: "sub")
        }
        let y = try graph.add(.binary(.add), [product, shift], name: "bn/add_1")
        graph.addOutput(y, name: "y")
        return graph
    }

    @Test("with and without γ and β", arguments: [true, false], [true, false])
    func variants(scale: Bool, offset: Bool) throws {
        let graph = try InferenceMode.recognized(build(scale: scale, offset: offset))
        #expect(graph.operations == ["batch normalization"])
        let layer = try #require(graph.batchNormalizationLayers.first)
        #expect(layer.name == "bn")
        #expect(layer.channelCount == 2)
        #expect(abs(layer.epsilon - 0.001) < 1e-9)
        #expect(layer.mean == "bn/moving_mean")
        #expect(layer.variance == "bn/moving_variance")
        #expect(layer.scale == (scale ? "bn/gamma" : nil))
        #expect(layer.offset == (offset ? "bn/beta" : nil))
        #expect(layer.findings.isEmpty)
    }

    @Test("channels that are not innermost are brought there and back")
    func otherAxes() throws {
        func build(_ extents: [Int], _ shape: Shape) throws -> Graph {
            var graph = Graph()
            let type = ValueType(.float32, [.batch] + extents.map(Dimension.fixed))
            let x = try graph.add(.input(Input(type)), name: "x")
            let numbers = (1...shape.elementCount).map(Float.init)
            let variance = graph.constant(numbers, shape, "bn/moving_variance")
            let epsilon = graph.addConstant(Tensor(scalar: Float(0.001)), name: "epsilon")
            let sum = try graph.add(.binary(.add), [variance, epsilon], name: "add")
            let inverse = try graph.add(.unary(.reciprocalSquareRoot), [sum], name: "rsqrt")
            let product = try graph.add(.binary(.multiply), [x, inverse], name: "mul")
            let mean = graph.constant(numbers, shape, "bn/moving_mean")
            let shifted = try graph.add(.binary(.multiply), [mean, inverse], name: "mul_1")
            let shift = try graph.add(.unary(.negation), [shifted], name: "neg")
            let y = try graph.add(.binary(.add), [product, shift], name: "y")
            graph.addOutput(y, name: "y")
            return try InferenceMode.recognized(graph)
        }
        let first = try build([3, 4, 5], [1, 3, 1, 1])
        #expect(first.operations == ["transposition", "batch normalization", "transposition"])
        #expect(first.batchNormalizationLayers.map(\.channelCount) == [3])
        let several = try build([3, 4, 5], [1, 3, 1, 5])
        #expect(several.operations.contains("batch normalization"))
        #expect(several.batchNormalizationLayers.map(\.channelCount) == [15])
    }

    @Test("a reduction over the batch is reported")
    func rowMixing() throws {
        var graph = Graph()
        let x = try graph.image(3, 3, 2)
        let mean = try graph.add(.reduction(Reduction(.mean, axes: [0, 1, 2])), [x], name: "mean")
        let pool = try graph.add(.reduction(Reduction(.mean, axes: [1, 2])), [x], name: "pool")
        graph.addOutput(try graph.add(.binary(.subtract), [pool, mean], name: "y"), name: "y")
        #expect(graph.rowMixingNodes.map(\.name) == ["mean"])
    }
}
