import CVectorKernels
import Graph
import Tensors

/// A 1×1 convolution of stride 1, with bias, residual and activation.
struct VectorPointwiseKernel: Kernel {
    private let convolution: Convolution
    private let filter: Shape
    fileprivate let placeCount: Int
    /// The filter as the instruction set's kernel reads it.
    private let weights: AlignedMemory
    fileprivate let instructions: VectorInstructionSet

    let scratchByteCount = 0
    var implementation: String { "pointwise:\(instructions.name)" }

    /// Whether windows are single places, each of which has a result, over one group, and the
    /// activation is a known one.
    static func computes(_ convolution: Convolution, filter: Shape) -> Bool {
        let window = convolution.window
        return filter[0] == 1 && filter[1] == 1 && convolution.groups == 1
            && window.strides == [1, 1] && window.padding.allSatisfy { $0 == .none }
            && VectorActivation(convolution.epilogue.activation) != nil
    }

    /// Makes a kernel.
    ///
    /// - Precondition: it computes such convolutions.
    /// - Parameter weights: The filter as `packed` gives it.
    init(
        _ convolution: Convolution, filter: Shape, result: Shape, weights: AlignedMemory,
        instructions: VectorInstructionSet
    ) {
        self.convolution = convolution
        self.filter = filter
        placeCount = result[0] * result[1] * result[2]
        self.weights = weights
        self.instructions = instructions
    }

    /// A filter in the order in which an instruction set's kernel reads it.
    static func packed(_ filter: Tensor, _ instructions: VectorInstructionSet) -> AlignedMemory {
        let kernels = instructions.kernels.pointee.pointwise
        let (channels, results) = (filter.shape[2], filter.shape[3])
        let count = kernels.packed_count?(channels, results) ?? 0
        let memory = AlignedMemory(byteCount: count * MemoryLayout<Float>.size)
        filter.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            kernels.pack?(
                address.assumingMemoryBound(to: Float.self), channels, results,
                memory.address.assumingMemoryBound(to: Float.self))
        }
        return memory
    }

    fileprivate var biasIndex: Int? { convolution.epilogue.biasIndex }
    fileprivate var residualIndex: Int? { convolution.epilogue.residualIndex }

    /// The problem with the weights' address only.
    fileprivate var problem: PointwiseProblem {
        PointwiseProblem(
            channels: filter[2], result_channels: filter[3], images: nil,
            weights: weights.address.assumingMemoryBound(to: Float.self), bias: nil,
            residuals: nil, results: nil,
            activation: VectorActivation(convolution.epilogue.activation) ?? VectorActivation())
    }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel { BoundPointwise(self) }
}

private final class BoundPointwise: BoundKernel {
    private let kernel: VectorPointwiseKernel
    private var problem: PointwiseProblem

    init(_ kernel: VectorPointwiseKernel) {
        self.kernel = kernel
        problem = kernel.problem
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        let numbers = address.assumingMemoryBound(to: Float.self)
        switch argument {
        case .result: problem.results = numbers
        case .input(0): problem.images = UnsafePointer(numbers)
        case .input(kernel.biasIndex): problem.bias = UnsafePointer(numbers)
        case .input(kernel.residualIndex): problem.residuals = UnsafePointer(numbers)
        case .input: break
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { argument != .input(1) }

    func run() {
        kernel.instructions.kernels.pointee.pointwise.run?(&problem, kernel.placeCount)
    }
}
