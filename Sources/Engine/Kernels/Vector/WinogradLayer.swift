import CVectorKernels
import Graph
import Tensors

/// A convolution that Winograd's algorithm can compute: 3×3, of stride 1, over one group.
struct WinogradLayer: Hashable, Sendable {
    let height: Int
    let width: Int
    let channels: Int
    let resultHeight: Int
    let resultWidth: Int
    let resultChannels: Int
    /// Zeros above and to the left of an image.
    let top: Int
    let left: Int
    /// What the result is limited to after bias and residual.
    let limits: ClosedRange<Float>

    /// The tiles' extents that there are kernels for.
    static let tiles = [2, 4]
    static let channelMultiple = Int(winograd_channel_multiple)

    /// Makes the layer; nil if the convolution is another or its activation is not a limit.
    init?(_ convolution: Convolution, images: Shape, filter: Shape, result: Shape) {
        let window = convolution.window
        guard filter[0] == 3, filter[1] == 3, convolution.groups == 1, window.strides == [1, 1],
            window.dilations == [1, 1]
        else { return nil }
        switch convolution.epilogue.activation {
        case nil: limits = -.infinity...(.infinity)
        case .relu: limits = 0...(.infinity)
        case .relu6: limits = 0...6
        default: return nil
        }
        (height, width, channels) = (images[1], images[2], images[3])
        (resultHeight, resultWidth, resultChannels) = (result[1], result[2], result[3])
        (top, left) = (window.padding[0].before, window.padding[1].before)
    }

    /// The filters transformed for tiles of an extent and packed for an instruction set.
    func transformed(
        _ filters: Tensor, tile: Int, _ instructions: VectorInstructionSet
    ) -> AlignedMemory {
        let memory = AlignedMemory(byteCount: filters.byteCount / 9 * (tile + 2) * (tile + 2))
        filters.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress else { return }
            instructions.kernels.pointee.winograd.pack?(
                tile, address.assumingMemoryBound(to: Float.self), channels, resultChannels,
                memory.address.assumingMemoryBound(to: Float.self))
        }
        return memory
    }

    init?(_ convolution: Convolution, _ step: LoweredGraph.Step) {
        self.init(
            convolution, images: step.inputs[0].type.shape(batchSize: 1),
            filter: step.inputs[1].type.shape(batchSize: 1),
            result: step.result.type.shape(batchSize: 1))
    }
}
