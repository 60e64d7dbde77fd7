import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite(
    "kernels for bfloat16",
    .enabled(if: Precision.supported.contains(.bfloat16), "the processor lacks AVX512_BF16"))
struct BFloat16KernelTests {
    private let options = EngineOptions(precision: .bfloat16)

    /// With inputs and weights rounded before, only the order of the `float32` sums differs.
    private func expectExactProducts(
        _ operation: Operation, _ input: Tensor, _ weights: [Tensor], _ comment: Comment? = nil
    ) throws {
        let rounded = [input.roundedToBFloat16, weights[0].roundedToBFloat16]
        let expected = try ReferenceInterpreter.run(
            graph(of: operation, input: rounded[0], constants: [rounded[1]] + weights.dropFirst()),
            inputs: [rounded[0]])
        let narrow = try graph(of: operation, input: input, constants: weights)
        let given = try CompiledModel(narrow, options: options).makeExecutor().run([input])
        expectClose(given[0], expected[0], tolerance: 4e-6, comment)
    }

    @Test("convolutions of random shapes round their operands and nothing else", arguments: 0..<16)
    func convolution(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let size = [numbers.pick(1...3), numbers.pick(1...3)]
        let extents = [numbers.pick(5...9), numbers.pick(5...9)]
        let groups = numbers.pick([1, 1, 1, 2, 4])
        let (inputs, outputs) = (numbers.pick(1...40) * groups, numbers.pick(1...20) * groups)
        let window = numbers.window(
            size: size, over: extents, dilates: true, paddingBelow: [2, 2])
        let epilogue = Epilogue(
            hasBias: true, activation: numbers.pick([nil, .relu, .relu6, .sigmoid, .softsign]))
        let images = numbers.tensor(Shape([numbers.pick([1, 3, 8])] + extents + [inputs]))
        let filter = numbers.tensor(Shape(size + [inputs / groups, outputs]))
        let convolution = Convolution(window: window, groups: groups, epilogue: epilogue)
        try expectExactProducts(
            .convolution(convolution), images, [filter, numbers.tensor([outputs])],
            "\(convolution) over \(images.shape) with \(filter.shape)")
    }

    @Test("3×3 convolutions over large images round what goes in, but no weights")
    func large() throws {
        var numbers = SeededGenerator(seed: 6)
        let (images, filter) = (numbers.tensor([2, 25, 24, 16]), numbers.tensor([3, 3, 16, 32]))
        let edge = EdgePadding(before: 1, after: 1)
        let convolution = Operation.convolution(
            Convolution(window: Window(padding: [edge, edge]), epilogue: Epilogue(hasBias: true)))
        let constants = [filter, numbers.tensor([32])]
        let model = try CompiledModel(
            graph(of: convolution, input: images, constants: constants), options: options)
        let steps = try model.makeExecutor().measure([images])
        try #require(steps.last?.implementation.hasPrefix("winograd") == true, "\(steps)")
        let rounded = images.roundedToBFloat16
        let expected = try ReferenceInterpreter.run(
            graph(of: convolution, input: rounded, constants: constants), inputs: [rounded])
        expectClose(
            try model.makeExecutor().run([images])[0], expected[0], tolerance: 4e-6)
    }

    @Test("depthwise convolutions", arguments: [(16, 1), (21, 1), (32, 2), (5, 3)])
    func depthwise(channels: Int, multiplier: Int) throws {
        var numbers = SeededGenerator(seed: 7)
        let epilogue = Epilogue(hasBias: true, activation: .relu6)
        try expectExactProducts(
            .depthwiseConvolution(DepthwiseConvolution(window: Window(), epilogue: epilogue)),
            numbers.tensor([3, 9, 9, channels]),
            [
                numbers.tensor([3, 3, channels, multiplier]),
                numbers.tensor([channels * multiplier]),
            ])
    }

    @Test(
        "dense layers, given either way",
        arguments: [(64, 10), (100, 33), (1024, 64)], [false, true])
    func dense(sizes: (Int, Int), transposesRight: Bool) throws {
        var numbers = SeededGenerator(seed: 8)
        let product = MatrixProduct(
            transposesRight: transposesRight, epilogue: Epilogue(hasBias: true))
        let weights = numbers.tensor(
            transposesRight ? [sizes.1, sizes.0] : [sizes.0, sizes.1])
        try expectExactProducts(
            .matrixProduct(product), numbers.tensor([5, sizes.0]),
            [weights, numbers.tensor([sizes.1])])
    }

    /// What may stand between two convolutions over `[N, 8, 8, 32]`.
    static let middles: [Operation] = [
        .unary(.relu), .unary(.sigmoid), .unary(.tanh), .unary(.errorFunction), .unary(.softsign),
        .pooling(Pooling(.maximum, size: [2, 2], window: Window(strides: [2, 2]))),
        .pooling(
            Pooling(
                .mean, size: [3, 3],
                window: Window(
                    padding: [
                        EdgePadding(before: 1, after: 1), EdgePadding(before: 1, after: 1),
                    ]))),
        .padding(
            Padding([
                .none, EdgePadding(before: 1, after: 2), EdgePadding(before: 0, after: 1), .none,
            ])),
        .padding(
            Padding(
                [.none, EdgePadding(before: 1, after: 2), EdgePadding(before: 0, after: 1), .none],
                mode: .reflect)),
        .slice(Slice([nil, Slice.Span(begin: 1, count: 3, step: 2), nil, nil])),
        .transposition(Transposition([0, 2, 1, 3])), .softmax(Softmax()),
        .reduction(Reduction(.mean, axes: [1, 2], keepsDimensions: true)),
    ]

    @Test("what stands between convolutions", arguments: middles)
    func between(operation: Operation) throws {
        var numbers = SeededGenerator(seed: 9)
        try expectRoughlySame(&numbers) { graph, value, _ in
            try graph.add(operation, [value], name: "between")
        }
    }

    @Test(
        "functions of two values: with itself, with a constant per channel, with one per row",
        arguments: [Binary.add, .multiply, .subtract, .maximum, .power])
    func binary(function: Binary) throws {
        var numbers = SeededGenerator(seed: 10)
        try expectRoughlySame(&numbers) { graph, value, numbers in
            let positive = try graph.add(.unary(.sigmoid), [value], name: "positive")
            let constant = graph.addConstant(
                numbers.tensor([32]).mapped { abs($0) + 0.5 }, name: "constant")
            let mean = try graph.add(
                .reduction(Reduction(.mean, axes: [1, 2], keepsDimensions: true)), [positive],
                name: "mean")
            var result = try graph.add(.binary(function), [positive, positive], name: "twice")
            result = try graph.add(.binary(function), [result, constant], name: "by channel")
            return try graph.add(.binary(function), [result, mean], name: "by row")
        }
    }

    @Test("affine maps, concatenations with computed and constant values, and residuals")
    func joined() throws {
        var numbers = SeededGenerator(seed: 11)
        try expectRoughlySame(&numbers) { graph, value, numbers in
            let scale = graph.addConstant(numbers.tensor([32]), name: "scale")
            let affine = try graph.add(
                .channelAffine(
                    ChannelAffine(hasScale: true, hasOffset: true, activation: .relu)),
                [value, scale, scale], name: "affine")
            let filter = graph.addConstant(numbers.tensor([1, 1, 32, 32], scale: 0.3), name: "w")
            let residual = try graph.add(
                .convolution(
                    Convolution(
                        window: Window(), epilogue: Epilogue(hasResidual: true, activation: .relu))),
                [affine, filter, value], name: "residual")
            let rows = try graph.add(
                .slice(Slice([nil, Slice.Span(begin: 0, count: 2), nil, nil])), [residual],
                name: "rows")
            return try graph.add(
                .concatenation(Concatenation(axis: 1)), [residual, rows, affine], name: "joined")
        }
    }

    /// Puts what `middle` makes between two convolutions, both of whose sides are outputs too, and
    /// expects what `float32` gives but for the rounding of a few layers.
    private func expectRoughlySame(
        _ numbers: inout SeededGenerator,
        middle: (inout Graph, Value, inout SeededGenerator) throws -> Value
    ) throws {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(8), .fixed(8), .fixed(3)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let first = graph.addConstant(numbers.tensor([1, 1, 3, 32]), name: "first")
        let second = graph.addConstant(numbers.tensor([1, 1, 32, 16], scale: 0.3), name: "second")
        let convolution = Operation.convolution(Convolution(window: Window()))
        let before = try graph.add(convolution, [x, first], name: "before")
        let between = try middle(&graph, before, &numbers)
        graph.addOutput(
            try graph.add(convolution, [between, second], name: "after"), name: "after")
        graph.addOutput(between, name: "between")
        let images = numbers.tensor([3, 8, 8, 3])
        let exact = try compiled(graph, [images])
        let given = try CompiledModel(graph, options: options).makeExecutor().run([images])
        for (given, exact) in zip(given, exact) { expectClose(given, exact, tolerance: 0.03) }
        #expect(given[0].bytes != exact[0].bytes, "nothing was computed in bfloat16")
    }
}
