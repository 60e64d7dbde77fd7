import CVectorKernels
import Graph
import Tensors

/// A convolution over one group, or a dense layer, that our kernels sum as it is defined.
struct PanelLayer: Hashable, Sendable {
    /// The shape of the NHWC images; a dense layer's rows are the places of one line.
    let images: Shape
    /// The shape of the NHWC result.
    let result: Shape
    /// The filter's height and width.
    let filter: [Int]
    let window: Window
    /// What is applied to the result after bias and residual.
    let activation: Unary?
    /// Whether that is more than a limit.
    let isCurved: Bool
    /// The inputs that hold the bias and the residual.
    let biasIndex: Int?
    let residualIndex: Int?
    /// The result channels that are computed.
    let channels: Range<Int>
    /// Whether the filters are given with the result channels outside.
    let isTransposed: Bool

    /// Makes the layer; nil if the step is another operation or its activation is an unknown one.
    init?(_ step: LoweredGraph.Step, inputShapes: [Shape], resultShape: Shape) {
        let epilogue: Epilogue
        switch step.operation {
        case .convolution(let convolution):
            guard convolution.groups == 1, convolution.window.dilations == [1, 1] else {
                return nil
            }
            epilogue = convolution.epilogue
            (images, result) = (inputShapes[0], resultShape)
            filter = Array(inputShapes[1].dimensions.prefix(2))
            window = convolution.window
            isTransposed = false
        case .matrixProduct(let product):
            guard inputShapes[1].rank == 2, !product.transposesLeft else { return nil }
            epilogue = product.epilogue
            let columns = inputShapes[1][product.transposesRight ? 0 : 1]
            let rows = resultShape.dimensions.dropLast().reduce(1, *)
            images = [1, 1, rows, inputShapes[1][product.transposesRight ? 1 : 0]]
            result = [1, 1, rows, columns]
            filter = [1, 1]
            window = Window()
            isTransposed = product.transposesRight
        default: return nil
        }
        activation = epilogue.activation
        isCurved = epilogue.isCurved
        guard VectorActivation(activation) != nil else { return nil }
        channels = step.resultChannels ?? 0..<result[3]
        biasIndex = epilogue.biasIndex
        residualIndex = epilogue.residualIndex
    }

    /// The layer of a step for one row of the batch; nil as for `init(_:inputShapes:resultShape:)`.
    init?(_ step: LoweredGraph.Step) {
        self.init(
            step, inputShapes: step.inputs.map { $0.type.shape(batchSize: 1) },
            resultShape: step.result.type.shape(batchSize: 1))
    }

    /// The filters as the kernels read them.
    func matrix(for instructions: VectorInstructionSet) -> PanelMatrix {
        PanelMatrix(
            products: filter[0] * filter[1] * images[3], columns: result[3],
            isTransposed: isTransposed, instructions: instructions)
    }

    /// The layer for the kernels, without addresses.
    var convolution: PanelConvolution {
        PanelConvolution(
            count: images[0], height: images[1], width: images[2], channels: images[3],
            result_height: result[1], result_width: result[2], result_channels: result[3],
            filter_height: filter[0], filter_width: filter[1], line_stride: window.strides[0],
            point_stride: window.strides[1], top: window.padding[0].before,
            left: window.padding[1].before, images: nil, weights: nil, bias: nil, residuals: nil,
            results: nil, activation: VectorActivation(activation) ?? VectorActivation())
    }
}
