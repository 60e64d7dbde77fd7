import Graph
import Tensors
import Testing

@Suite("Counts of floating-point operations, against counts by hand")
struct ArithmeticTests {
    @Test("a convolution: two for each of 3 · 3 · 8 products, bias, residual and activation one")
    func convolution() {
        let window = Window(padding: [.none, .none])
        let images: Shape = [2, 10, 10, 8]
        let filter: Shape = [3, 3, 8, 5]
        let result: Shape = [2, 8, 8, 5]
        let plain = Operation.convolution(Convolution(window: window))
        #expect(plain.arithmetic(inputs: [images, filter], result: result) == 640 * 144)
        let epilogue = Epilogue(hasBias: true, hasResidual: true, activation: .relu)
        let full = Operation.convolution(Convolution(window: window, epilogue: epilogue))
        #expect(
            full.arithmetic(inputs: [images, filter, [5], result], result: result) == 640 * 147)
    }

    @Test("a grouped convolution: each output reads one group")
    func groups() {
        let grouped = Operation.convolution(Convolution(window: Window(), groups: 4))
        #expect(
            grouped.arithmetic(inputs: [[1, 4, 4, 8], [1, 1, 2, 12]], result: [1, 4, 4, 12])
                == 192 * 4)
    }

    @Test("a depthwise convolution: 3 · 3 products for each element")
    func depthwise() {
        let depthwise = Operation.depthwiseConvolution(
            DepthwiseConvolution(window: Window(), epilogue: Epilogue(hasBias: true)))
        #expect(
            depthwise.arithmetic(
                inputs: [[1, 6, 6, 7], [3, 3, 7, 2], [14]], result: [1, 4, 4, 14])
                == 224 * 19)
    }

    @Test(
        "a matrix product: the inner dimension, wherever it is",
        arguments: [(false, Shape([2, 4, 10])), (true, Shape([2, 10, 4]))])
    func product(transposesLeft: Bool, left: Shape) {
        let product = Operation.matrixProduct(MatrixProduct(transposesLeft: transposesLeft))
        #expect(product.arithmetic(inputs: [left, [2, 10, 6]], result: [2, 4, 6]) == 48 * 20)
    }

    @Test("functions of elements, windows and rows")
    func others() {
        let image: Shape = [1, 4, 4, 3]
        #expect(Operation.unary(.sigmoid).arithmetic(inputs: [image], result: image) == 48)
        #expect(Operation.binary(.add).arithmetic(inputs: [image, image], result: image) == 48)
        let affine = ChannelAffine(hasScale: true, hasOffset: true, activation: .relu)
        #expect(
            Operation.channelAffine(affine).arithmetic(inputs: [image, [3], [3]], result: image)
                == 144)
        let pooling = Pooling(.maximum, size: [2, 2], window: Window(strides: [2, 2]))
        #expect(
            Operation.pooling(pooling).arithmetic(inputs: [image], result: [1, 2, 2, 3]) == 48)
        let mean = Reduction(.mean, axes: [1, 2])
        #expect(Operation.reduction(mean).arithmetic(inputs: [image], result: [1, 3]) == 48)
        #expect(
            Operation.softmax(Softmax()).arithmetic(inputs: [[2, 10]], result: [2, 10]) == 100)
        let concatenation = Operation.concatenation(Concatenation(axis: 3))
        #expect(concatenation.arithmetic(inputs: [image, image], result: [1, 4, 4, 6]) == 0)
    }

    @Test("ResNet-50 over 224 × 224: 3.8 · 10⁹ products (He et al. 2015, table 1), each two")
    func residualNetwork() {
        func convolution(_ side: Int, _ size: Int, _ inputs: Int, _ outputs: Int) -> Int {
            Operation.convolution(Convolution(window: Window())).arithmetic(
                inputs: [[1, side, side, inputs], [size, size, inputs, outputs]],
                result: [1, side, side, outputs])
        }
        var total = convolution(112, 7, 3, 64)
        var channels = 64
        // Keras has the stride of a stage in its first 1×1 convolution.
        for (side, width, blocks) in [(56, 64, 3), (28, 128, 4), (14, 256, 6), (7, 512, 3)] {
            total += convolution(side, 1, channels, 4 * width)
            for _ in 0..<blocks {
                total += convolution(side, 1, channels, width)
                total += convolution(side, 3, width, width)
                total += convolution(side, 1, width, 4 * width)
                channels = 4 * width
            }
        }
        total += Operation.matrixProduct(MatrixProduct()).arithmetic(
            inputs: [[1, 2048], [2048, 1000]], result: [1, 1000])
        #expect(total == 7_715_946_496)
    }
}
