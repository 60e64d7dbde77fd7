import CVectorKernels
import Graph
import Tensors

/// A depthwise convolution with one result for each channel, with bias, residual and activation.
struct VectorDepthwiseKernel: Kernel {
    private let convolution: DepthwiseConvolution
    private let images: Shape
    private let filter: Shape
    private let result: Shape
    fileprivate let instructions: VectorInstructionSet

    let scratchByteCount = 0
    var implementation: String { "depthwise:\(instructions.name)" }

    /// Whether channels fill registers and have one result each, and the activation is a known one.
    static func computes(
        _ convolution: DepthwiseConvolution, filter: Shape, _ instructions: VectorInstructionSet
    ) -> Bool {
        filter[3] == 1 && filter[2] % instructions.width == 0
            && VectorActivation(convolution.epilogue.activation) != nil
    }

    /// Makes the kernel; nil if it does not compute such convolutions.
    init?(
        _ convolution: DepthwiseConvolution, images: Shape, filter: Shape, result: Shape,
        instructions: VectorInstructionSet
    ) {
        guard Self.computes(convolution, filter: filter, instructions) else { return nil }
        self.convolution = convolution
        self.images = images
        self.filter = filter
        self.result = result
        self.instructions = instructions
    }

    fileprivate var imageCount: Int { images[0] }
    fileprivate var biasIndex: Int? { convolution.epilogue.biasIndex }
    fileprivate var residualIndex: Int? { convolution.epilogue.residualIndex }

    /// The problem without addresses.
    fileprivate var problem: DepthwiseProblem {
        let window = convolution.window
        return DepthwiseProblem(
            height: images[1], width: images[2], channels: images[3], result_height: result[1],
            result_width: result[2], filter_height: filter[0], filter_width: filter[1],
            line_stride: window.strides[0], point_stride: window.strides[1],
            line_dilation: window.dilations[0], point_dilation: window.dilations[1],
            top: window.padding[0].before, left: window.padding[1].before, images: nil,
            filters: nil, bias: nil, residuals: nil, results: nil,
            activation: VectorActivation(convolution.epilogue.activation) ?? VectorActivation())
    }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel { BoundDepthwise(self) }
}

private final class BoundDepthwise: BoundKernel {
    private let kernel: VectorDepthwiseKernel
    private var problem: DepthwiseProblem

    init(_ kernel: VectorDepthwiseKernel) {
        self.kernel = kernel
        problem = kernel.problem
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        let numbers = address.assumingMemoryBound(to: Float.self)
        switch argument {
        case .result: problem.results = numbers
        case .input(0): problem.images = UnsafePointer(numbers)
        case .input(1): problem.filters = UnsafePointer(numbers)
        case .input(kernel.biasIndex): problem.bias = UnsafePointer(numbers)
        case .input(kernel.residualIndex): problem.residuals = UnsafePointer(numbers)
        case .input: break
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { true }

    func run() {
        kernel.instructions.kernels.pointee.depthwise.run?(
            &problem, kernel.imageCount)
    }
}
