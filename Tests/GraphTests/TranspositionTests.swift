import Tensors
import Testing

@testable import Graph

@Suite("Transpositions move behind operations and take each other back")
struct TranspositionTests {
    private static let toFirst = [0, 3, 1, 2]
    private static let toLast = [0, 2, 3, 1]

    private func transpositions(_ graph: Graph) -> Int {
        graph.operations.count { $0 == "transposition" }
    }

    /// Convolution, batch normalization written for channels that come first, relu.
    private func unit(
        _ sketch: inout Sketch, _ x: Value, to channels: Int, size: Int = 3,
        rectified: Bool = true
    ) throws -> Value {
        let convolved = try sketch.channelsFirst(x) { sketch, x in
            try sketch.convolution(x, to: channels, size: size)
        }
        let scaled = try sketch.binary(
            .multiply, convolved, sketch.constant(channels, 1, 1))
        let shifted = try sketch.binary(.add, scaled, sketch.constant(1, channels, 1, 1))
        return rectified ? try sketch.unary(.relu, shifted) : shifted
    }

    @Test("a residual network with the channels first keeps one, of its input")
    func residual() throws {
        var sketch = Sketch()
        var x = try unit(&sketch, sketch.input(2, 8, 8), to: 4)
        x = try sketch.channelsFirst(x) { try $0.pooling(.maximum, $1) }
        for _ in 0..<3 {
            let branch = try unit(
                &sketch, unit(&sketch, x, to: 4), to: 4, size: 1, rectified: false)
            x = try sketch.unary(.relu, sketch.binary(.add, x, branch))
        }
        let mean = try sketch.add(.reduction(Reduction(.mean, axes: [2, 3])), x)
        let y = try sketch.add(.matrixProduct(MatrixProduct()), mean, sketch.constant(4, 3))
        let rewritten = try optimizedAndCompared(sketch.outputs(y), tolerance: 1e-5)
        #expect(transpositions(rewritten) == 1)
        #expect(
            rewritten.operations
                == ["transposition", "convolution", "maximum pooling"]
                + Array(repeating: "convolution", count: 6)
                + ["mean reduction", "matrix product"])
    }

    @Test("squeeze and excitation with the channels first has none inside")
    func squeezeAndExcitation() throws {
        var sketch = Sketch()
        let x = try unit(&sketch, sketch.input(2, 6, 6), to: 4)
        var gate = try sketch.add(
            .reduction(Reduction(.mean, axes: [2, 3], keepsDimensions: true)), x)
        gate = try unit(&sketch, gate, to: 2, size: 1)
        gate = try sketch.channelsFirst(gate) { try $0.convolution($1, to: 4) }
        gate = try sketch.unary(.sigmoid, gate)
        let scaled = try sketch.binary(.multiply, x, gate)
        let y = try unit(&sketch, scaled, to: 3)
        let rewritten = try optimizedAndCompared(sketch.outputs(y), tolerance: 1e-5)
        #expect(
            rewritten.operations.filter { $0 != "reshape" } == [
                "transposition", "convolution", "mean reduction", "matrix product",
                "matrix product", "multiply", "convolution", "transposition",
            ])
    }

    @Test("branches with the channels first are joined with the channels last")
    func branches() throws {
        var sketch = Sketch()
        let x = try unit(&sketch, sketch.input(2, 6, 6), to: 4)
        let pooled = try sketch.channelsFirst(x) { sketch, x in
            try sketch.add(
                .pooling(
                    Pooling(
                        .mean, size: [3, 3],
                        window: Window(
                            padding: [
                                EdgePadding(before: 1, after: 1), EdgePadding(before: 1, after: 1),
                            ]))), x)
        }
        let joined = try sketch.add(
            .concatenation(Concatenation(axis: 1)), unit(&sketch, x, to: 3), pooled,
            unit(&sketch, x, to: 2, size: 1))
        let padded = try sketch.add(
            .padding(
                Padding([.none, .none, .init(before: 1, after: 0), .init(before: 0, after: 2)])),
            joined)
        let part = try sketch.add(
            .slice(Slice([nil, .init(begin: 1, count: 6), nil, .init(begin: 0, count: 4)])), padded)
        let y = try unit(&sketch, part, to: 3)
        let rewritten = try optimizedAndCompared(sketch.outputs(y), tolerance: 1e-5)
        #expect(transpositions(rewritten) == 2)
    }

    @Test(
        "a dense layer of flattened channels-first images takes its weights in the other order",
        arguments: [false, true])
    func flattening(transposesRight: Bool) throws {
        var sketch = Sketch()
        let x = try unit(&sketch, sketch.input(2, 3, 5), to: 4)
        let flat = try sketch.add(.reshape(Reshape(to: [.batch, .fixed(60)])), x)
        let weights = transposesRight ? sketch.constant(7, 60) : sketch.constant(60, 7)
        let y = try sketch.add(
            .matrixProduct(MatrixProduct(transposesRight: transposesRight)), flat, weights)
        let rewritten = try optimizedAndCompared(sketch.outputs(y), tolerance: 1e-5)
        #expect(
            rewritten.operations
                == ["transposition", "convolution", "reshape", "matrix product"])
    }

    @Test("functions, selections, softmax and searches")
    func functions() throws {
        var sketch = Sketch()
        var x = try sketch.transposed(sketch.unary(.sine, sketch.input(4, 5, 3)), Self.toFirst)
        x = try sketch.binary(.multiply, sketch.binary(.add, x, 0.5), 2)
        let other = try sketch.transposed(
            sketch.unary(.cosine, sketch.input(4, 5, 3)), Self.toFirst)
        let isLess = try sketch.binary(.less, x, other)
        x = try sketch.add(.selection(Selection()), isLess, x, sketch.scalar(1))
        let search = try sketch.add(.argMax(ArgMax(axis: 1)), x)
        let best = try sketch.add(.cast(Cast(to: .float32)), search)
        let rewritten = try optimizedAndCompared(sketch.outputs(best))
        #expect(transpositions(rewritten) == 0)

        var kept = Sketch()
        let swapped = try kept.transposed(kept.unary(.sine, kept.input(4, 5, 3)), [0, 2, 1, 3])
        let y = try kept.transposed(kept.add(.softmax(Softmax()), swapped), [0, 2, 1, 3])
        #expect(try optimizedAndCompared(kept.outputs(y)).operations == ["sine", "softmax"])
    }

    @Test("do not become more where something else reads them")
    func shared() throws {
        var sketch = Sketch()
        let x = try sketch.transposed(sketch.unary(.sine, sketch.input(4, 5, 3)), Self.toFirst)
        let (a, b) = (try sketch.unary(.relu, x), try sketch.unary(.tanh, x))
        #expect(transpositions(try optimizedAndCompared(sketch.outputs(a, b))) == 1)

        var mixed = Sketch()
        let first = try mixed.transposed(mixed.unary(.sine, mixed.input(4, 5, 3)), Self.toFirst)
        let sum = try mixed.binary(.add, first, mixed.input(3, 4, 5))
        #expect(
            try optimizedAndCompared(mixed.outputs(sum)).operations
                == ["sine", "transposition", "add"])
    }

    @Test("stay before a softmax of another dimension and where they move the batch")
    func stay() throws {
        var sketch = Sketch()
        let x = try sketch.transposed(sketch.unary(.sine, sketch.input(4, 5, 3)), Self.toFirst)
        let y = try sketch.add(.softmax(Softmax()), x)
        #expect(
            try optimizedAndCompared(sketch.outputs(y)).operations
                == ["sine", "transposition", "softmax"])

        var batch = Sketch()
        let moved = try batch.transposed(batch.unary(.sine, batch.input(4)), [1, 0])
        let relu = try batch.unary(.relu, moved)
        #expect(
            try optimizedAndCompared(batch.outputs(relu)).operations
                == ["sine", "transposition", "relu"])
    }

    @Test("of dimensions of extent 1 are reshapes")
    func extentOne() throws {
        var sketch = Sketch()
        let x = try sketch.unary(.sine, sketch.input(1, 1, 3))
        let y = try sketch.unary(.softsign, sketch.transposed(x, Self.toFirst))
        #expect(transpositions(try optimizedAndCompared(sketch.outputs(y))) == 0)
    }
}
