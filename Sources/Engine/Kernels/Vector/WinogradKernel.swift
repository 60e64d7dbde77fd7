import CVectorKernels
import Tensors

/// A 3×3 convolution by Winograd's algorithm, with bias, residual and limits.
struct WinogradKernel: Kernel {
    let layer: WinogradLayer
    let tile: Int
    let instructions: VectorInstructionSet
    /// The number of images.
    let images: Int
    /// The inputs that hold the bias and the residual.
    let biasIndex: Int?
    let residualIndex: Int?
    /// The transformed filters.
    let weights: AlignedMemory

    /// All tiles, and how many are worked on at a time.
    let tiles: Int
    let block: Int

    /// Transformed points and products of one block stay in a core's own cache, beside the weights.
    private static let blockByteCount = 384 << 10

    init(
        _ layer: WinogradLayer, tile: Int, images: Int, biasIndex: Int?, residualIndex: Int?,
        weights: AlignedMemory, instructions: VectorInstructionSet
    ) {
        self.layer = layer
        self.tile = tile
        self.images = images
        self.biasIndex = biasIndex
        self.residualIndex = residualIndex
        self.weights = weights
        self.instructions = instructions
        func count(_ extent: Int) -> Int { (extent + tile - 1) / tile }
        tiles = images * count(layer.resultHeight) * count(layer.resultWidth)
        let byteCount =
            (tile + 2) * (tile + 2) * (layer.channels + instructions.winogradResultMultiple)
            * MemoryLayout<Float>.size
        let most = max(12, Self.blockByteCount / byteCount)
        let blocks = (tiles + most - 1) / most
        block = (tiles + blocks - 1) / max(blocks, 1)
    }

    var scratchByteCount: Int {
        winograd_scratch(tile, layer.channels, instructions.winogradResultMultiple, block)
            * MemoryLayout<Float>.size
    }

    var implementation: String {
        "winograd \(tile)x\(tile):\(instructions.name)"
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
            result_width: layer.resultWidth, result_channels: layer.resultChannels,
            top: layer.top, left: layer.left, image: images, result: results, residual: results,
            images: nil, weights: kernel.weights.address.assumingMemoryBound(to: Float.self),
            bias: nil, residuals: nil, results: nil, lowest: layer.limits.lowerBound,
            highest: layer.limits.upperBound)
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        let numbers = address.assumingMemoryBound(to: Float.self)
        switch argument {
        case .result: convolution.results = numbers
        case .input(0): convolution.images = UnsafePointer(numbers)
        case .input(kernel.biasIndex): convolution.bias = UnsafePointer(numbers)
        case .input(kernel.residualIndex): convolution.residuals = UnsafePointer(numbers)
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
