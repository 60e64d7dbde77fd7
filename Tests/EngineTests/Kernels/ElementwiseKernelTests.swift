import Fixtures
import Engine
import Graph
import Tensors
import Testing

@Suite("compiled elementwise functions against the reference")
struct ElementwiseKernelTests {
    static let functions: [Unary] = [
        .relu, .relu6, .elu, .selu, .sigmoid, .tanh, .softplus, .softsign, .exponential,
        .exponentialMinus1, .square, .negation, .absolute, .sign, .floor, .ceiling,
        .roundHalfToEven, .sine, .cosine, .errorFunction, .leakyRelu(slope: 0.3),
        .swish, .hardSigmoid, .hardSwish, .gelu, .geluTanh,
    ]

    @Test("functions of any number", arguments: functions)
    func anywhere(function: Unary) throws {
        var numbers = SeededGenerator(seed: 31)
        for count in [1, 15, 257] {
            try expectCompiledMatchesReference(
                .unary(function), numbers.tensor([3, count], scale: 8), [], "\(function)")
        }
    }

    @Test(
        "functions of positive numbers",
        arguments: [.logarithm, .logarithm1p, .squareRoot, .reciprocalSquareRoot, .reciprocal]
            as [Unary])
    func positive(function: Unary) throws {
        var numbers = SeededGenerator(seed: 32)
        let input = numbers.tensor([3, 65], scale: 8).mapped { abs($0) + 0.01 }
        try expectCompiledMatchesReference(.unary(function), input, [], "\(function)")
    }

    static let shapes: [(Shape, Shape)] = [
        ([3, 4, 5], [3, 4, 5]), ([3, 4, 5], [5]), ([3, 4, 5], [4, 5]), ([3, 4, 5], []),
        ([3, 4, 5], [1]), ([3, 4, 5], [4, 1]), ([3, 1, 5], [3, 4, 1]), ([3, 4, 1], [7]),
        ([3, 4, 5], [1, 1, 5]), ([3, 1, 1, 16], [3, 2, 2, 16]), ([3, 2, 2, 16], [3, 1, 1, 16]),
        ([3, 1, 1, 7], [3, 5, 2, 7]), ([3, 4, 5], [3, 1, 1]), ([3, 2, 4, 5], [2, 1, 5]),
    ]

    @Test(
        "functions of two values that broadcast",
        arguments: [
            .add, .subtract, .multiply, .divide, .maximum, .minimum, .squaredDifference,
        ] as [Binary], shapes)
    func binary(function: Binary, shapes: (Shape, Shape)) throws {
        var numbers = SeededGenerator(seed: 33)
        var graph = Graph()
        func input(_ shape: Shape, _ name: String) throws -> Value {
            var dimensions = shape.dimensions.map(Dimension.fixed)
            if dimensions.first == .fixed(3) { dimensions[0] = .batch }
            return try graph.add(.input(Input(ValueType(.float32, dimensions))), name: name)
        }
        let (a, b) = (try input(shapes.0, "a"), try input(shapes.1, "b"))
        graph.addOutput(try graph.add(.binary(function), [a, b], name: "y"), name: "y")
        let inputs = [
            numbers.tensor(shapes.0), numbers.tensor(shapes.1).mapped { abs($0) + 0.1 },
        ]
        let expected = try ReferenceInterpreter.run(graph, inputs: inputs)
        expectClose(try compiled(graph, inputs)[0], expected[0])
    }

    @Test("movements of elements of every width", arguments: ElementType.allCases)
    func movement(type: ElementType) throws {
        let count = 2 * 3 * 4 * 5
        let input = Tensor(shape: [2, 3, 4, 5], elementType: type) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index * 31) }
            if type == .bool { for index in 0..<count { bytes[index] &= 1 } }
        }
        let pad = EdgePadding(before: 1, after: 2)
        let operations: [Operation] = [
            .transposition(Transposition([0, 3, 1, 2])),
            .transposition(Transposition([3, 2, 1, 0])),
            .slice(
                Slice([nil, .init(begin: 2, count: 2, step: -1), nil, .init(begin: 1, count: 3)])),
            .padding(Padding([.none, pad, pad, .none], mode: .constant(1))),
            .padding(Padding([.none, .none, pad, pad], mode: .symmetric)),
            .reshape(Reshape(to: [.batch, .fixed(60)])),
            .reduction(Reduction(.maximum, axes: [])),
        ]
        for operation in operations {
            if case .reduction = operation, type == .bool { continue }
            let graph = try graph(
                of: operation, input: input,
                isBatched: operation.mnemonic != "transposition")
            let expected = try ReferenceInterpreter.run(graph, inputs: [input])[0]
            let given = try compiled(graph, [input])[0]
            #expect(given.shape == expected.shape)
            #expect(given.bytes == expected.bytes, "\(operation.mnemonic)")
        }
    }

    @Test("values joined along each dimension", arguments: 1..<4)
    func concatenation(axis: Int) throws {
        var numbers = SeededGenerator(seed: 34)
        var second = [2, 3, 4, 5]
        second[axis] = 2
        let input = numbers.tensor([2, 3, 4, 5])
        try expectCompiledMatchesReference(
            .concatenation(Concatenation(axis: axis)), input, [numbers.tensor(Shape(second))],
            isBatched: false, tolerance: 0)
    }

    @Test(
        "transpositions larger than the squares they are copied in",
        arguments: [[1, 0], [2, 1, 0], [0, 2, 1], [1, 2, 0], [2, 0, 1]])
    func transposition(permutation: [Int]) throws {
        var numbers = SeededGenerator(seed: 35)
        try expectCompiledMatchesReference(
            .transposition(Transposition(permutation)),
            numbers.tensor(Shape([37, 18, 50].suffix(permutation.count))), isBatched: false,
            tolerance: 0)
    }
}
