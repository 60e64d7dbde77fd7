import Tensors
import Testing

@testable import Graph

@Suite("Affine maps move into the products beside them")
struct AffineFoldingTests {
    private func optimized(_ graph: Graph) throws -> Graph {
        try graph.optimized()
    }

    @Test("batch norm, bias and relu become one convolution")
    func backward() throws {
        var graph = Graph()
        let x = try graph.image(4, 4, 1)
        let filter = graph.constant([2, 3], [1, 1, 1, 2])
        var y = try graph.add(.convolution(Convolution(window: Window())), [x, filter], name: "c")
        y = try graph.add(.binary(.add), [y, graph.vector([1, -1])], name: "bias")
        let parameters = [
            graph.vector([2, 4]), graph.vector([5, 6]), graph.vector([3, 1]),
            graph.vector([3, 15]),
        ]
        y = try graph.add(
            .batchNormalization(BatchNormalization(epsilon: 1)), [y] + parameters, name: "bn")
        y = try graph.add(.unary(.relu), [y], name: "relu")
        graph.addOutput(y, name: "y")
        let result = try optimized(graph)
        #expect(result.operations == ["convolution"])
        let (weights, bias) = try result.weightsAndBias()
        // scale = [2/2, 4/4]; offset = [5 - 3, 6 - 1] + scale · bias.
        #expect(weights == [2, 3])
        #expect(bias == [3, 4])
        guard case .convolution(let convolution) = result[result.outputs[0].value].operation else {
            Issue.record("the output is no convolution")
            return
        }
        #expect(convolution.epilogue == Epilogue(hasBias: true, activation: .relu))
    }

    @Test("an affine map folds into the matrix product after it", arguments: [false, true])
    func forward(transposed: Bool) throws {
        var graph = Graph()
        let x = try graph.image(2)
        let scaled = try graph.add(.binary(.multiply), [graph.vector([2, 3]), x], name: "scale")
        let shifted = try graph.add(.binary(.subtract), [scaled, graph.vector([1, 2])], name: "s")
        let weights = graph.constant(
            transposed ? [1, 3, 2, 4] : [1, 2, 3, 4], [2, 2])
        let y = try graph.add(
            .matrixProduct(MatrixProduct(transposesRight: transposed)), [shifted, weights],
            name: "dense")
        graph.addOutput(y, name: "y")
        let result = try optimized(graph)
        #expect(result.operations == ["matrix product"])
        let (folded, bias) = try result.weightsAndBias()
        #expect(folded == (transposed ? [2, 9, 4, 12] : [2, 4, 9, 12]))
        #expect(bias == [-1 - 6, -2 - 8])
    }

    @Test("an offset does not pass a padded convolution, a scale does")
    func paddedForward() throws {
        func build(_ function: Binary) throws -> Graph {
            var graph = Graph()
            let x = try graph.image(4, 4, 1)
            let y = try graph.add(.binary(function), [x, graph.vector([3])], name: "map")
            let edge = EdgePadding(before: 1, after: 1)
            let convolution = Convolution(window: Window(padding: [edge, edge]))
            let filter = graph.constant([Float](repeating: 1, count: 9), [3, 3, 1, 1])
            let output = try graph.add(.convolution(convolution), [y, filter], name: "c")
            graph.addOutput(output, name: "y")
            return try optimized(graph)
        }
        #expect(try build(.add).operations == ["channel affine", "convolution"])
        #expect(try build(.multiply).operations == ["convolution"])
    }

    @Test("a depthwise convolution takes scale and offset per output channel")
    func depthwise() throws {
        var graph = Graph()
        let x = try graph.image(3, 3, 2)
        let filter = graph.constant([1, 2, 3, 4], [1, 1, 2, 2])
        let y = try graph.add(
            .depthwiseConvolution(DepthwiseConvolution(window: Window())), [x, filter], name: "d")
        let z = try graph.add(
            .binary(.multiply), [y, graph.vector([1, 10, 100, 1000])], name: "scale")
        graph.addOutput(z, name: "y")
        let (weights, bias) = try optimized(graph).weightsAndBias()
        #expect(weights == [1, 20, 300, 4000])
        #expect(bias == [0, 0, 0, 0])
    }

    @Test("a convolution that something else reads keeps its weights")
    func sharedProducer() throws {
        var graph = Graph()
        let x = try graph.image(4, 4, 1)
        let filter = graph.constant([2], [1, 1, 1, 1])
        let c = try graph.add(.convolution(Convolution(window: Window())), [x, filter], name: "c")
        let scaled = try graph.add(.binary(.multiply), [c, graph.vector([3])], name: "scale")
        graph.addOutput(c, name: "raw")
        graph.addOutput(scaled, name: "scaled")
        #expect(try optimized(graph).operations == ["convolution", "channel affine"])
    }

    @Test("a residual addition and its relu go into the later convolution")
    func residual() throws {
        var graph = Graph()
        let x = try graph.image(4, 4, 1)
        let filter = graph.constant([2], [1, 1, 1, 1])
        let a = try graph.add(.convolution(Convolution(window: Window())), [x, filter], name: "a")
        let b = try graph.add(.convolution(Convolution(window: Window())), [a, filter], name: "b")
        let sum = try graph.add(.binary(.add), [b, a], name: "sum")
        let y = try graph.add(.unary(.relu), [sum], name: "relu")
        graph.addOutput(y, name: "y")
        let result = try optimized(graph)
        #expect(result.operations == ["convolution", "convolution"])
        let last = result[result.outputs[0].value]
        #expect(
            last.operation.epilogue == Epilogue(hasResidual: true, activation: .relu))
        #expect(last.inputs[2] == last.inputs[0])
    }

    @Test("zeros around the image become the convolution's own padding")
    func padding() throws {
        var graph = Graph()
        let x = try graph.image(4, 4, 1)
        let edge = EdgePadding(before: 2, after: 1)
        let padded = try graph.add(
            .padding(Padding([.none, edge, edge, .none])), [x], name: "pad")
        let filter = graph.constant([Float](repeating: 1, count: 9), [3, 3, 1, 1])
        let y = try graph.add(
            .convolution(Convolution(window: Window())), [padded, filter], name: "c")
        graph.addOutput(y, name: "y")
        let result = try optimized(graph)
        #expect(result.operations == ["convolution"])
        guard case .convolution(let convolution) = result[result.outputs[0].value].operation else {
            return
        }
        #expect(convolution.window.padding == [edge, edge])
    }
}
