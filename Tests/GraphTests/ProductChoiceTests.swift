import Tensors
import Testing

@testable import Graph

@Suite("Cheaper operations that do the same")
struct ProductChoiceTests {
    @Test("a maximum pooling pads rectified images itself")
    func paddedPooling() throws {
        func pooled(_ function: Unary) throws -> [String] {
            var sketch = Sketch()
            let x = try sketch.unary(function, sketch.input(4, 4, 2))
            let y = try sketch.pooling(.maximum, sketch.pad(x))
            return try optimizedAndCompared(sketch.outputs(y)).operations
        }
        #expect(try pooled(.relu6) == ["relu6", "maximum pooling"])
        #expect(try pooled(.tanh) == ["tanh", "padding", "maximum pooling"])
    }

    @Test("but not around windows that would lie outside of the image, nor for means")
    func unpaddedPooling() throws {
        var sketch = Sketch()
        let x = try sketch.unary(.relu, sketch.input(4, 4, 2))
        let far = try sketch.pooling(.maximum, sketch.pad(x, height: 2, width: 0))
        let mean = try sketch.pooling(.mean, sketch.pad(x))
        let rewritten = try optimizedAndCompared(sketch.outputs(far, mean))
        #expect(rewritten.operations.count { $0 == "padding" } == 2)
    }

    @Test("a mean that makes images smaller comes before a 1×1 convolution, bias or not")
    func pooledConvolution() throws {
        var sketch = Sketch()
        let edge = EdgePadding(before: 1, after: 0)
        let padded = Pooling(
            .mean, size: [3, 2], window: Window(strides: [2, 2], padding: [edge, edge]))
        let x = try sketch.convolution(sketch.input(6, 6, 3), to: 4)
        let biased = try sketch.binary(.add, x, sketch.constant(4))
        let y = try sketch.add(.pooling(padded), biased)
        #expect(
            try optimizedAndCompared(sketch.outputs(y)).operations
                == ["mean pooling", "convolution"])
    }

    @Test("but not before larger filters, nor a maximum, nor where it makes nothing smaller")
    func unpooledConvolution() throws {
        func pooled(_ pooling: Pooling, size: Int = 1) throws -> [String] {
            var sketch = Sketch()
            let x = try sketch.convolution(sketch.input(6, 6, 3), to: 4, size: size)
            let y = try sketch.add(.pooling(pooling), x)
            return try optimizedAndCompared(sketch.outputs(y)).operations
        }
        let edges = Array(repeating: EdgePadding(before: 1, after: 1), count: 2)
        let half = Window(strides: [2, 2])
        #expect(
            try pooled(Pooling(.mean, size: [2, 2], window: half), size: 3)
                == ["convolution", "mean pooling"])
        #expect(
            try pooled(Pooling(.maximum, size: [2, 2], window: half))
                == ["convolution", "maximum pooling"])
        #expect(
            try pooled(Pooling(.mean, size: [3, 3], window: Window(padding: edges)))
                == ["convolution", "mean pooling"])
    }

    @Test("a convolution of one place is a dense layer with its function")
    func onePlace() throws {
        var sketch = Sketch()
        let x = try sketch.add(
            .reduction(Reduction(.mean, axes: [1, 2], keepsDimensions: true)),
            sketch.input(4, 4, 6))
        let squeezed = try sketch.unary(
            .relu, sketch.binary(.add, sketch.convolution(x, to: 2), sketch.constant(2)))
        let y = try sketch.unary(.sigmoid, sketch.convolution(squeezed, to: 6))
        let rewritten = try optimizedAndCompared(sketch.outputs(y))
        #expect(
            rewritten.operations == [
                "mean reduction", "reshape", "matrix product", "matrix product", "reshape",
            ])
    }

    @Test("a function goes through a concatenation and a maximum into the products")
    func movingFunctions() throws {
        var sketch = Sketch()
        let x = try sketch.input(4, 4, 2)
        let joined = try sketch.add(
            .concatenation(Concatenation(axis: 3)), sketch.convolution(x, to: 3),
            sketch.convolution(x, to: 5, size: 3))
        let y = try sketch.unary(.swish, joined)
        #expect(
            try optimizedAndCompared(sketch.outputs(y)).operations
                == ["convolution", "convolution", "concatenation"])

        func pooled(_ function: Unary) throws -> [String] {
            var sketch = Sketch()
            let x = try sketch.convolution(sketch.input(4, 4, 2), to: 3)
            let y = try sketch.unary(function, sketch.pooling(.maximum, x))
            return try optimizedAndCompared(sketch.outputs(y)).operations
        }
        #expect(try pooled(.relu) == ["convolution", "maximum pooling"])
        #expect(try pooled(.swish) == ["convolution", "maximum pooling", "swish"])
    }

    @Test("weights are scaled by channel in each layout", arguments: [false, true])
    func weightLayouts(transposesRight: Bool) throws {
        var sketch = Sketch()
        let x = try sketch.normalization(sketch.input(5))
        let weights = transposesRight ? sketch.constant(3, 5) : sketch.constant(5, 3)
        let dense = try sketch.normalization(
            sketch.add(.matrixProduct(MatrixProduct(transposesRight: transposesRight)), x, weights))
        #expect(
            try optimizedAndCompared(sketch.outputs(dense)).operations == ["matrix product"])

        var images = Sketch()
        let image = try images.normalization(images.input(4, 4, 3))
        let depthwise = try images.add(
            .depthwiseConvolution(DepthwiseConvolution(window: Window())), image,
            images.constant(3, 3, 3, 2))
        let y = try images.normalization(depthwise)
        #expect(
            try optimizedAndCompared(images.outputs(y)).operations == ["depthwise convolution"])

        var pointwise = Sketch()
        let point = try pointwise.normalization(pointwise.input(4, 4, 3))
        let convolved = try pointwise.normalization(
            pointwise.add(
                .convolution(Convolution(window: Window())), point, pointwise.constant(2, 2, 3, 5)))
        #expect(
            try optimizedAndCompared(pointwise.outputs(convolved)).operations == ["convolution"])
    }

    @Test("grouped convolutions take maps after them, not those before")
    func groups() throws {
        var sketch = Sketch()
        let x = try sketch.normalization(sketch.input(4, 4, 6))
        let convolved = try sketch.add(
            .convolution(Convolution(window: Window(), groups: 3)), x, sketch.constant(2, 2, 2, 9))
        let y = try sketch.unary(.relu, sketch.normalization(convolved))
        #expect(
            try optimizedAndCompared(sketch.outputs(y)).operations
                == ["channel affine", "convolution"])
    }
}
