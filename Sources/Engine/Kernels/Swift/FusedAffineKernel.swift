import Graph
import Tensors

/// `x · scale + offset` per channel of `float32`, with an activation that is a limit from below and
/// above.
struct FusedAffineKernel: Kernel {
    let affine: ChannelAffine
    let channels: Int
    let rows: Int
    let limits: ClosedRange<Float>

    let scratchByteCount = 0
    let implementation = "swift"

    init(_ affine: ChannelAffine, over shape: Shape) {
        self.affine = affine
        channels = shape[shape.rank - 1]
        rows = shape.elementCount / max(channels, 1)
        limits =
            switch affine.activation {
            case .relu: 0...(.infinity)
            case .relu6: 0...6
            default: -.infinity...(.infinity)
            }
    }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel {
        BoundFusedAffine(self)
    }
}

private final class BoundFusedAffine: BoundKernel {
    private let kernel: FusedAffineKernel
    private var source: UnsafePointer<Float>?
    private var scale: UnsafePointer<Float>?
    private var offset: UnsafePointer<Float>?
    private var target: UnsafeMutablePointer<Float>?

    init(_ kernel: FusedAffineKernel) { self.kernel = kernel }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        let numbers = address.assumingMemoryBound(to: Float.self)
        switch argument {
        case .result: target = numbers
        case .input(0): source = UnsafePointer(numbers)
        case .input(let index) where index == kernel.affine.scaleIndex:
            scale = UnsafePointer(numbers)
        case .input: offset = UnsafePointer(numbers)
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { true }

    func run() {
        guard let source, let target else { return }
        switch (scale, offset) {
        case (let scale?, let offset?):
            map(source, target) { x, channel in x * scale[channel] + offset[channel] }
        case (let scale?, nil): map(source, target) { x, channel in x * scale[channel] }
        case (nil, let offset?): map(source, target) { x, channel in x + offset[channel] }
        case (nil, nil): map(source, target) { x, _ in x }
        }
    }

    @inline(__always)
    private func map(
        _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
        _ function: (Float, Int) -> Float
    ) {
        let (lowest, highest) = (kernel.limits.lowerBound, kernel.limits.upperBound)
        for row in 0..<kernel.rows {
            let (x, y) = (source + row * kernel.channels, target + row * kernel.channels)
            for channel in 0..<kernel.channels {
                let value = function(x[channel], channel)
                // In this order, so that not-a-number stays.
                let raised = value < lowest ? lowest : value
                y[channel] = raised > highest ? highest : raised
            }
        }
    }
}
