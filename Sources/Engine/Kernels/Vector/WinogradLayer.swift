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
    /// What is applied to the result after bias and residual.
    let activation: Unary?

    /// The tiles' extents that there are kernels for.
    static let tiles = [2, 4]
    static let channelMultiple = Int(winograd_channel_multiple)

    /// Makes the layer; nil if the convolution is another or its activation is an unknown one.
    init?(_ convolution: Convolution, images: Shape, filter: Shape, result: Shape) {
        let window = convolution.window
        guard filter[0] == 3, filter[1] == 3, convolution.groups == 1, window.strides == [1, 1],
            window.dilations == [1, 1]
        else { return nil }
        activation = convolution.epilogue.activation
        guard VectorActivation(activation) != nil else { return nil }
        (height, width, channels) = (images[1], images[2], images[3])
        (resultHeight, resultWidth, resultChannels) = (result[1], result[2], result[3])
        (top, left) = (window.padding[0].before, window.padding[1].before)
    }

    /// How the filters lie for tiles of an extent.
    ///
    /// Transformed for 4×4 they take four times the memory, for 2×2 less than twice. So large filters
    /// are transformed whenever 4×4 tiles use them, which takes a seventh of the time of 16 tiles.
    func layout(tile: Int) -> ConstantStore.Layout {
        tile == 4 && channels * resultChannels >= Self.largeFilter
            ? .winogradGathered : .winograd(tile: tile)
    }

    /// As many weights at a place as no longer stay in a core's own cache when they are transformed.
    private static let largeFilter = 256 * 256

    /// The filters in one of the layouts, for tiles of an extent and an instruction set.
    func arranged(
        _ filters: Tensor, as layout: ConstantStore.Layout, tile: Int,
        _ instructions: VectorInstructionSet
    ) -> AlignedMemory {
        let kernels = instructions.kernels.pointee.winograd
        let isTransformed = layout != .winogradGathered
        let places = isTransformed ? (tile + 2) * (tile + 2) : 9
        let memory = AlignedMemory(byteCount: filters.byteCount / 9 * places)
        let target = memory.address.assumingMemoryBound(to: Float.self)
        filters.withUnsafeBytes { bytes in
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: Float.self) else {
                return
            }
            if isTransformed {
                kernels.transform?(tile, address, channels, resultChannels, target)
            } else {
                kernels.gather?(address, channels, resultChannels, target)
            }
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
