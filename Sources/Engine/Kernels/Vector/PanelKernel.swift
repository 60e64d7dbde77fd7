import CVectorKernels
import Tensors

/// A convolution or dense layer summed panel by panel, with bias, residual and activation.
struct PanelKernel: Kernel {
    let layer: PanelLayer
    /// The filters in panels.
    let weights: AlignedMemory
    let instructions: VectorInstructionSet

    var scratchByteCount: Int {
        var convolution = layer.convolution
        let count = instructions.kernels.pointee.panels.scratch_count?(&convolution) ?? 0
        return count * MemoryLayout<Float>.size
    }

    var implementation: String { "panels:\(instructions.name)" }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel {
        BoundPanels(self, scratch: environment.scratch)
    }
}

private final class BoundPanels: BoundKernel {
    private let kernel: PanelKernel
    private let scratch: UnsafeMutablePointer<Float>
    private var convolution: PanelConvolution

    init(_ kernel: PanelKernel, scratch: UnsafeMutableRawPointer) {
        self.kernel = kernel
        self.scratch = scratch.assumingMemoryBound(to: Float.self)
        convolution = kernel.layer.convolution
        convolution.weights = UnsafePointer(
            kernel.weights.address.assumingMemoryBound(to: Float.self))
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        let numbers = address.assumingMemoryBound(to: Float.self)
        switch argument {
        case .result: convolution.results = numbers
        case .input(0): convolution.images = UnsafePointer(numbers)
        case .input(kernel.layer.biasIndex): convolution.bias = UnsafePointer(numbers)
        case .input(kernel.layer.residualIndex):
            convolution.residuals = UnsafePointer(numbers)
        case .input: break
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { argument != .input(1) }

    func run() {
        let channels = kernel.layer.channels
        kernel.instructions.kernels.pointee.panels.run?(
            &convolution, channels.lowerBound, channels.upperBound, scratch)
    }
}
