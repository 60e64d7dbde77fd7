import Tensors
import Testing

@testable import Graph

@Suite("Affine maps move to where a product takes them")
struct AffineMovingTests {
    /// A convolution, something after it, and a batch normalization.
    private func normalized(
        scale: ClosedRange<Float> = -1...1, _ body: (inout Sketch, Value) throws -> Value
    ) throws -> [String] {
        var sketch = Sketch()
        let x = try sketch.convolution(sketch.input(4, 4, 2), to: 3, size: 3)
        let y = try sketch.normalization(body(&sketch, x), scale: scale)
        return try optimizedAndCompared(sketch.outputs(y)).operations
    }

    @Test("through mirrored padding, but no offset per channel through zeros")
    func padding() throws {
        #expect(
            try normalized { try $0.pad($1, mode: .reflect) } == ["convolution", "padding"])
        #expect(try normalized { try $0.pad($1) } == ["convolution", "padding", "channel affine"])
    }

    @Test("a scale through padding by zeros; one offset for all changes what is padded with")
    func paddedNumber() throws {
        var sketch = Sketch()
        let x = try sketch.convolution(sketch.input(4, 4, 2), to: 3)
        let scaled = try sketch.binary(.multiply, sketch.pad(x), sketch.constant(3))
        let shifted = try sketch.binary(.add, sketch.pad(scaled, mode: .constant(2)), 5)
        let rewritten = try optimizedAndCompared(sketch.outputs(shifted))
        #expect(rewritten.operations == ["convolution", "padding", "padding"])
        let modes = rewritten.nodes.compactMap { node in
            if case .padding(let padding) = node.operation { padding.mode } else { nil }
        }
        #expect(modes == [.constant(5), .constant(7)])
    }

    @Test("through a concatenation, channels by branch")
    func concatenation() throws {
        var sketch = Sketch()
        let x = try sketch.input(4, 4, 2)
        let (a, b) = (try sketch.convolution(x, to: 3), try sketch.convolution(x, to: 5, size: 3))
        let joined = try sketch.add(.concatenation(Concatenation(axis: 3)), a, b)
        let y = try sketch.unary(.relu, sketch.normalization(joined))
        let rewritten = try optimizedAndCompared(sketch.outputs(y))
        #expect(rewritten.operations == ["convolution", "convolution", "concatenation"])
    }

    @Test("not into a branch that something else reads; there they are one step with their relu")
    func dense() throws {
        var sketch = Sketch()
        let x = try sketch.convolution(sketch.input(4, 4, 2), to: 3)
        let joined = try sketch.add(
            .concatenation(Concatenation(axis: 3)), x, sketch.convolution(x, to: 3))
        let normalized = try sketch.unary(.relu, sketch.normalization(joined))
        let y = try sketch.convolution(normalized, to: 2)
        let rewritten = try optimizedAndCompared(sketch.outputs(y))
        #expect(
            rewritten.operations
                == ["convolution", "convolution", "concatenation", "channel affine", "convolution"])
    }

    @Test("through a residual addition into both branches, an offset into one")
    func addition() throws {
        var sketch = Sketch()
        let x = try sketch.input(4, 4, 2)
        let sum = try sketch.binary(
            .add, sketch.convolution(x, to: 3), sketch.convolution(x, to: 3, size: 3))
        let mapped = try sketch.normalization(sum)
        let rewritten = try optimizedAndCompared(sketch.outputs(mapped))
        #expect(rewritten.operations == ["convolution", "convolution"])
        #expect(
            try normalized { sketch, x in
                try sketch.binary(.add, x, sketch.input(4, 4, 3))
            } == ["convolution", "channel affine"])

        var offset = Sketch()
        let shared = try offset.convolution(offset.input(4, 4, 2), to: 3)
        let other = try offset.binary(.add, offset.convolution(shared, to: 3), shared)
        let biased = try offset.binary(.add, other, offset.constant(3))
        #expect(
            try optimizedAndCompared(offset.outputs(biased)).operations
                == ["convolution", "convolution"])
    }

    @Test("through means, and through a maximum if no scale is below 0")
    func pooling() throws {
        #expect(
            try normalized { try $0.pooling(.mean, $1) } == ["convolution", "mean pooling"])
        #expect(
            try normalized(scale: 0.1...1) { try $0.pooling(.maximum, $1) }
                == ["convolution", "maximum pooling"])
        #expect(
            try normalized(scale: -1...(-0.1)) { try $0.pooling(.maximum, $1) }
                == ["convolution", "maximum pooling", "channel affine"])
        #expect(
            try normalized { try $0.add(.reduction(Reduction(.mean, axes: [1, 2])), $1) }
                == ["convolution", "mean reduction"])
        #expect(
            try normalized { try $0.add(.reduction(Reduction(.sum, axes: [1, 2])), $1) }
                == ["convolution", "sum reduction", "channel affine"])
    }

    @Test("behind a mean when no product comes before it, and into the one after it")
    func afterReduction() throws {
        var sketch = Sketch()
        let x = try sketch.normalization(sketch.input(4, 4, 3))
        let mean = try sketch.add(.reduction(Reduction(.mean, axes: [1, 2])), x)
        let y = try sketch.add(.matrixProduct(MatrixProduct()), mean, sketch.constant(3, 2))
        let rewritten = try optimizedAndCompared(sketch.outputs(y))
        #expect(rewritten.operations == ["mean reduction", "matrix product"])
    }

    @Test("forward through padding into the convolution after it")
    func forwardThroughPadding() throws {
        func convolved(_ mode: Padding.Mode, _ numbers: (Float, Float)) throws -> [String] {
            var sketch = Sketch()
            let x = try sketch.input(5, 5, 2)
            let offset = sketch.graph.constant([numbers.0, numbers.1], [2])
            let mapped = try sketch.binary(.add, sketch.binary(.multiply, x, 2), offset)
            let padded = try sketch.pad(mapped, mode: mode)
            let y = try sketch.add(
                .convolution(Convolution(window: Window())), padded, sketch.constant(3, 3, 2, 4))
            return try optimizedAndCompared(sketch.outputs(y)).operations
        }
        #expect(try convolved(.symmetric, (1, 2)) == ["padding", "convolution"])
        #expect(try convolved(.constant(7), (1, 1)) == ["padding", "convolution"])
        #expect(
            try convolved(.constant(7), (1, 2)) == ["channel affine", "padding", "convolution"])
        // Zeros become the convolution's own padding, which an offset does not pass.
        #expect(try convolved(.constant(0), (1, 1)) == ["channel affine", "convolution"])
    }

    @Test("those of all branches are one behind their concatenation")
    func afterConcatenation() throws {
        var sketch = Sketch()
        let (a, b) = (try sketch.input(4, 4, 2), try sketch.input(4, 4, 3))
        let left = try sketch.normalization(sketch.pooling(.maximum, a))
        let right = try sketch.binary(.multiply, sketch.pooling(.mean, b), 3)
        let joined = try sketch.add(.concatenation(Concatenation(axis: 3)), left, right)
        #expect(
            try optimizedAndCompared(sketch.outputs(joined)).operations
                == ["maximum pooling", "mean pooling", "concatenation", "channel affine"])
        #expect(
            try optimizedAndCompared(sketch.outputs(joined, left)).operations.count {
                $0 == "channel affine"
            } == 2)
    }

    @Test("a scale through relu unless it is below 0")
    func rectifier() throws {
        func scaled(by number: Float) throws -> [String] {
            var sketch = Sketch()
            let x = try sketch.convolution(sketch.input(4, 4, 2), to: 3)
            let y = try sketch.binary(.multiply, sketch.unary(.relu, x), number)
            return try optimizedAndCompared(sketch.outputs(y)).operations
        }
        #expect(try scaled(by: 2) == ["convolution"])
        #expect(try scaled(by: -2) == ["convolution", "channel affine"])
    }

    @Test("maps of 1 and 0 go")
    func identity() throws {
        var sketch = Sketch()
        let x = try sketch.unary(.sine, sketch.input(3))
        let y = try sketch.binary(.add, sketch.binary(.multiply, x, 1), 0)
        #expect(try optimizedAndCompared(sketch.outputs(y)).operations == ["sine"])
    }

    @Test("a map that something else reads is not computed twice")
    func sharedMap() throws {
        var sketch = Sketch()
        let a = try sketch.normalization(sketch.input(3))
        let b = try sketch.normalization(a)
        #expect(
            try optimizedAndCompared(sketch.outputs(a, b)).operations
                == ["channel affine", "channel affine"])
    }
}
