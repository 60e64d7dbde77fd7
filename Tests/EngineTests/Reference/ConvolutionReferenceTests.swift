import Engine
import Graph
import Tensors
import Testing

@Suite("reference convolutions, poolings and normalization against TensorFlow")
struct ConvolutionReferenceTests {
    let images = pattern(2, 5, 6, 4)

    @Test("a convolution pads asymmetrically as SAME asks")
    func same() throws {
        let window = Window(
            strides: [2, 2],
            padding: [
                Window.samePadding(extent: 5, size: 3, stride: 2),
                Window.samePadding(extent: 6, size: 2, stride: 2),
            ])
        let result = try reference(
            .convolution(Convolution(window: window)), images, pattern(3, 2, 4, 3, step: 5))
        #expect(result.shape == [2, 3, 3, 3])
        expectClose(result.floats, TensorFlowValues.convolutionSame)
    }

    @Test("a convolution dilates its filter")
    func dilated() throws {
        let result = try reference(
            .convolution(Convolution(window: Window(dilations: [2, 3]))), images,
            pattern(2, 2, 4, 2, step: 5))
        expectClose(result.floats, TensorFlowValues.convolutionDilated)
    }

    @Test("a convolution pads as it is told")
    func explicit() throws {
        let window = Window(
            padding: [EdgePadding(before: 2, after: 0), EdgePadding(before: 1, after: 3)])
        let result = try reference(
            .convolution(Convolution(window: window)), images, pattern(3, 3, 4, 2, step: 5))
        expectClose(result.rows(0..<1).floats, TensorFlowValues.convolutionExplicit)
    }

    @Test("a convolution in groups reads only its group's channels")
    func grouped() throws {
        let result = try reference(
            .convolution(Convolution(window: Window(), groups: 2)), images,
            pattern(3, 3, 2, 6, step: 5))
        expectClose(result.rows(0..<1).floats, TensorFlowValues.convolutionGrouped)
    }

    @Test("a depthwise convolution makes several channels of each")
    func depthwise() throws {
        let window = Window(
            strides: [2, 2],
            padding: [
                Window.samePadding(extent: 5, size: 3, stride: 2),
                Window.samePadding(extent: 6, size: 3, stride: 2),
            ])
        let result = try reference(
            .depthwiseConvolution(DepthwiseConvolution(window: window)), images,
            pattern(3, 3, 4, 2, step: 5))
        expectClose(result.rows(0..<1).floats, TensorFlowValues.depthwise)
    }

    @Test("places in the padding count neither for the maximum nor for the mean")
    func pooling() throws {
        let window = Window(
            strides: [2, 2],
            padding: [
                Window.samePadding(extent: 5, size: 3, stride: 2),
                Window.samePadding(extent: 6, size: 2, stride: 2),
            ])
        let largest = try reference(
            .pooling(Pooling(.maximum, size: [3, 2], window: window)), images)
        expectClose(largest.rows(0..<1).floats, TensorFlowValues.maximumPooling)
        let mean = try reference(.pooling(Pooling(.mean, size: [3, 2], window: window)), images)
        expectClose(mean.rows(0..<1).floats, TensorFlowValues.meanPooling)
    }

    @Test("batch normalization uses the given statistics")
    func batchNormalization() throws {
        let result = try reference(
            .batchNormalization(BatchNormalization(epsilon: 0.01)), images, pattern(4, step: 5),
            pattern(4, step: 9), pattern(4, step: 3), pattern(4, step: 4).mapped(abs))
        expectClose(result.rows(0..<1).floats, TensorFlowValues.batchNormalization)
    }

    @Test("a channel affine map is a batch normalization with folded numbers")
    func channelAffine() throws {
        let (scale, offset) = (pattern(4, step: 5), pattern(4, step: 9))
        let result = try reference(
            .channelAffine(ChannelAffine(hasScale: true, hasOffset: true, activation: .relu)),
            images, scale, offset)
        let expected = images.floats.enumerated().map { index, value in
            max(value * scale.floats[index % 4] + offset.floats[index % 4], 0)
        }
        expectClose(result.floats, expected)
    }

    @Test("an epilogue adds the bias and the residual before the activation")
    func epilogue() throws {
        let filter = pattern(1, 1, 4, 4, step: 5)
        let (bias, residual) = (pattern(4, step: 3), pattern(2, 5, 6, 4, step: 11))
        let plain = try reference(.convolution(Convolution(window: Window())), images, filter)
        let epilogue = Epilogue(hasBias: true, hasResidual: true, activation: .relu6)
        let result = try reference(
            .convolution(Convolution(window: Window(), epilogue: epilogue)), images, filter, bias,
            residual)
        let expected = plain.floats.enumerated().map { index, sum in
            min(6, max(0, sum + bias.floats[index % 4] + residual.floats[index]))
        }
        expectClose(result.floats, expected)
    }
}
