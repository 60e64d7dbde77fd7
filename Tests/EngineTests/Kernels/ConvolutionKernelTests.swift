import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("compiled convolutions against the reference")
struct ConvolutionKernelTests {
    @Test("random shapes, steps, paddings and dilations", arguments: 0..<24)
    func random(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let size = [numbers.pick(1...3), numbers.pick(1...3)]
        let extents = [numbers.pick(5...9), numbers.pick(5...9)]
        let groups = numbers.pick([1, 1, 1, 2, 4])
        let (inputs, outputs) = (numbers.pick(1...9) * groups, numbers.pick(1...9) * groups)
        let window = numbers.window(
            size: size, over: extents, dilates: true, paddingBelow: [2, 2])
        let images = numbers.tensor(
            Shape([numbers.pick([1, 3, 8])] + extents + [inputs]))
        let filter = numbers.tensor(Shape(size + [inputs / groups, outputs]))
        let epilogue = Epilogue(
            hasBias: numbers.pick([true, false]),
            activation: numbers.pick([nil, .relu, .relu6, .elu, .sigmoid, .softsign]))
        let convolution = Convolution(window: window, groups: groups, epilogue: epilogue)
        try expectCompiledMatchesReference(
            .convolution(convolution), images,
            [filter] + (epilogue.hasBias ? [numbers.tensor([outputs])] : []),
            "\(convolution) over \(images.shape) with \(filter.shape)")
    }

    @Test("random depthwise shapes, with one and more filters per channel", arguments: 0..<16)
    func depthwise(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed &+ 1000)
        let size = [numbers.pick(1...3), numbers.pick(1...5)]
        let extents = [numbers.pick(5...9), numbers.pick(5...9)]
        let (channels, multiplier) = (numbers.pick(1...40), numbers.pick([1, 1, 2, 3]))
        let window = numbers.window(
            size: size, over: extents, dilates: true, paddingBelow: [2, 2])
        let images = numbers.tensor(Shape([numbers.pick([1, 3, 8])] + extents + [channels]))
        let filter = numbers.tensor(Shape(size + [channels, multiplier]))
        let epilogue = Epilogue(
            hasBias: numbers.pick([true, false]), activation: numbers.pick([nil, .relu, .relu6]))
        let convolution = DepthwiseConvolution(window: window, epilogue: epilogue)
        try expectCompiledMatchesReference(
            .depthwiseConvolution(convolution), images,
            [filter] + (epilogue.hasBias ? [numbers.tensor([channels * multiplier])] : []),
            "\(convolution) over \(images.shape) with \(filter.shape)")
    }

    static let activations: [Unary?] = [
        nil, .relu, .relu6, .elu, .selu, .sigmoid, .tanh, .softplus, .leakyRelu(slope: 0.1),
        .exponential, .errorFunction,
    ]

    /// The residual is the convolution's own input, so it can't be overwritten; or a copy that dies.
    @Test(
        "a residual is added before the activation, whether it can be overwritten or not",
        arguments: activations, [true, false])
    func residual(activation: Unary?, dies: Bool) throws {
        var numbers = SeededGenerator(seed: 7)
        let epilogue = Epilogue(hasBias: true, hasResidual: true, activation: activation)
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(5), .fixed(4), .fixed(16)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let square = try graph.add(.unary(.square), [x], name: "square")
        let filter = graph.addConstant(numbers.tensor([3, 3, 16, 16], scale: 0.2), name: "filter")
        let bias = graph.addConstant(numbers.tensor([16]), name: "bias")
        let window = Window(
            padding: [EdgePadding(before: 1, after: 1), EdgePadding(before: 1, after: 1)])
        let y = try graph.add(
            .convolution(Convolution(window: window, epilogue: epilogue)),
            [x, filter, bias, square], name: "y")
        graph.addOutput(y, name: "y")
        if !dies { graph.addOutput(square, name: "square") }
        for batch in [1, 3] {
            let input = numbers.tensor([batch, 5, 4, 16])
            let given = try compiled(graph, [input])
            let expected = try ReferenceInterpreter.run(graph, inputs: [input])
            for (a, b) in zip(given, expected) { expectClose(a, b, tolerance: 2e-6) }
        }
    }

    @Test("a convolution of an image with itself as residual is not done in place")
    func ownResidual() throws {
        var numbers = SeededGenerator(seed: 8)
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(3), .fixed(3), .fixed(8)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let a = try graph.add(.unary(.tanh), [x], name: "a")
        let filter = graph.addConstant(numbers.tensor([3, 3, 8, 8]), name: "filter")
        let window = Window(
            padding: [EdgePadding(before: 1, after: 1), EdgePadding(before: 1, after: 1)])
        let epilogue = Epilogue(hasResidual: true)
        let y = try graph.add(
            .convolution(Convolution(window: window, epilogue: epilogue)), [a, filter, a],
            name: "y")
        graph.addOutput(y, name: "y")
        #expect(try LoweredGraph(graph).steps[1].overwrittenInput == nil)
        let input = numbers.tensor([2, 3, 3, 8])
        let expected = try ReferenceInterpreter.run(graph, inputs: [input])
        expectClose(try compiled(graph, [input])[0], expected[0], tolerance: 2e-6)
    }

    @Test("a filter that the graph computes is not taken for a constant")
    func computedFilter() throws {
        var numbers = SeededGenerator(seed: 9)
        var graph = Graph()
        let x = try graph.add(
            .input(Input(ValueType(.float32, [.batch, .fixed(6), .fixed(6), .fixed(3)]))),
            name: "x")
        let w = try graph.add(
            .input(
                Input(ValueType(.float32, [.fixed(3), .fixed(3), .fixed(3), .fixed(20)]))),
            name: "w")
        let y = try graph.add(.convolution(Convolution(window: Window())), [x, w], name: "y")
        graph.addOutput(y, name: "y")
        let executor = try CompiledModel(graph).makeExecutor()
        for _ in 0..<2 {
            let inputs = [numbers.tensor([2, 6, 6, 3]), numbers.tensor([3, 3, 3, 20])]
            let expected = try ReferenceInterpreter.run(graph, inputs: inputs)
            expectClose(try executor.run(inputs)[0], expected[0], tolerance: 2e-6)
        }
    }
}
