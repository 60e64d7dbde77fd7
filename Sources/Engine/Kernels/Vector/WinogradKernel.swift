import CVectorKernels
import Tensors

/// A 3×3 convolution by Winograd's algorithm, with bias, residual and activation.
struct WinogradKernel: Kernel {
    let layer: WinogradLayer
    let tile: Int
    let instructions: VectorInstructionSet
    /// The number of images.
    let images: Int
    /// The channels of the result that are computed.
    let channels: Range<Int>
    /// The inputs that hold the bias and the residual.
    let biasIndex: Int?
    let residualIndex: Int?
    /// The filters as the layer arranged them.
    let weights: AlignedMemory
    fileprivate let isTransformed: Bool

    /// All tiles, and how many are worked on at a time.
    let tiles: Int
    let block: Int

    /// Transformed points and products of one block stay in a core's own cache, beside the weights.
    private static let blockByteCount = 384 << 10
    /// The same where filters are transformed again for each block, which takes longer than to fetch
    /// points from the next cache.
    private static let gatheredBlockByteCount = 1536 << 10

    /// Makes a kernel.
    ///
    /// - Parameters:
    ///   - channels: A part of the result's channels, from and to a multiple of those that are
    ///     computed together; nil for all.
    ///   - layout: How the layer arranged the weights.
    init(
        _ layer: WinogradLayer, tile: Int, images: Int, channels: Range<Int>? = nil,
        biasIndex: Int?, residualIndex: Int?, weights: AlignedMemory,
        layout: ConstantStore.Layout, instructions: VectorInstructionSet
    ) {
        self.layer = layer
        self.tile = tile
        self.images = images
        self.channels = channels ?? 0..<layer.resultChannels
        isTransformed = layout != .winogradGathered
        self.biasIndex = biasIndex
        self.residualIndex = residualIndex
        self.weights = weights
        self.instructions = instructions
        func count(_ extent: Int) -> Int { (extent + tile - 1) / tile }
        tiles = images * count(layer.resultHeight) * count(layer.resultWidth)
        let byteCount =
            (tile + 2) * (tile + 2) * (layer.channels + instructions.winogradResultMultiple)
            * MemoryLayout<Float>.size
        let limit = isTransformed ? Self.blockByteCount : Self.gatheredBlockByteCount
        let most = max(12, limit / byteCount)
        let blocks = (tiles + most - 1) / most
        block = (tiles + blocks - 1) / max(blocks, 1)
    }

    var scratchByteCount: Int {
        winograd_scratch(
            tile, layer.channels, instructions.winogradResultMultiple, block,
            isTransformed ? 1 : 0) * MemoryLayout<Float>.size
    }

    var implementation: String {
        "winograd \(tile)x\(tile):\(instructions.name)"
    }

    /// Where the weights of the first computed channel lie.
    fileprivate var firstWeight: UnsafePointer<Float> {
        let places = isTransformed ? (tile + 2) * (tile + 2) : 9
        return UnsafePointer(weights.address.assumingMemoryBound(to: Float.self))
            + channels.lowerBound * layer.channels * places
    }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel {
        BoundWinograd(self, scratch: environment.scratch)
    }
}

private final class BoundWinograd: BoundKernel {
    private let kernel: WinogradKernel
    private let scratch: UnsafeMutablePointer<Float>
    private var convolution: WinogradConvolution

    init(_ kernel: WinogradKernel, scratch: UnsafeMutableRawPointer) {
        self.kernel = kernel
        self.scratch = scratch.assumingMemoryBound(to: Float.self)
        let layer = kernel.layer
        let images = ImageStrides(
            denseLines: layer.height, points: layer.width, channels: layer.channels)
        let results = ImageStrides(
            denseLines: layer.resultHeight, points: layer.resultWidth,
            channels: layer.resultChannels)
        convolution = WinogradConvolution(
            tile: kernel.tile, height: layer.height, width: layer.width,
            channels: layer.channels, result_height: layer.resultHeight,
            result_width: layer.resultWidth, result_channels: kernel.channels.count,
            top: layer.top, left: layer.left, image: images, result: results, residual: results,
            images: nil, weights: kernel.firstWeight,
            is_transformed: kernel.isTransformed ? 1 : 0, bias: nil, residuals: nil, results: nil,
            activation: VectorActivation(layer.activation) ?? VectorActivation())
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        let numbers = address.assumingMemoryBound(to: Float.self)
        let first = numbers + kernel.channels.lowerBound
        switch argument {
        case .result: convolution.results = first
        case .input(0): convolution.images = UnsafePointer(numbers)
        case .input(kernel.biasIndex): convolution.bias = UnsafePointer(first)
        case .input(kernel.residualIndex): convolution.residuals = UnsafePointer(first)
        case .input: break
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { argument != .input(1) }

    func run() {
        let run = kernel.instructions.kernels.pointee.winograd.run
        for first in stride(from: 0, to: kernel.tiles, by: kernel.block) {
            run?(&convolution, first, min(kernel.block, kernel.tiles - first), scratch)
        }
    }
}

extension ImageStrides {
    /// NHWC memory without gaps.
    init(denseLines lines: Int, points: Int, channels: Int) {
        self.init(image: lines * points * channels, line: points * channels, point: channels)
    }
}
