import Graph
import Tensors

/// A sum, mean, maximum or minimum of `float32` over neighbouring dimensions, such as the mean over
/// height and width.
///
/// Each result depends on its own elements alone and adds them in one order, so that a row's bits do
/// not depend on its batch.
struct RowReductionKernel: Kernel {
    let kind: Reduction.Kind
    /// The elements seen as `[outer, reduced, inner]`.
    let outer: Int
    let reduced: Int
    let inner: Int

    let scratchByteCount = 0
    let implementation = "swift"

    /// Makes the kernel; nil if the reduced dimensions are apart, or it is another kind.
    init?(_ reduction: Reduction, over shape: Shape) {
        guard let first = reduction.axes.first, let last = reduction.axes.last,
            last - first == reduction.axes.count - 1,
            [.sum, .mean, .maximum, .minimum].contains(reduction.kind)
        else { return nil }
        kind = reduction.kind
        outer = shape.dimensions[..<first].reduce(1, *)
        reduced = shape.dimensions[first...last].reduce(1, *)
        inner = shape.dimensions[(last + 1)...].reduce(1, *)
        guard reduced > 0 else { return nil }
    }

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel {
        BoundRowReduction(self)
    }
}

private final class BoundRowReduction: BoundKernel {
    private let kernel: RowReductionKernel
    private var source: UnsafePointer<Float>?
    private var target: UnsafeMutablePointer<Float>?

    init(_ kernel: RowReductionKernel) { self.kernel = kernel }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        if argument == .result {
            target = address.assumingMemoryBound(to: Float.self)
        } else {
            source = UnsafePointer(address.assumingMemoryBound(to: Float.self))
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { true }

    func run() {
        guard let source, let target else { return }
        for row in 0..<kernel.outer {
            reduce(source + row * kernel.reduced * kernel.inner, target + row * kernel.inner)
        }
    }

    /// Reduces a stretch of rows at a time, so that every cache line is fetched once.
    ///
    /// Stretches also keep sums exact: rounding errors grow with their length and their number, not
    /// with the product of the two.
    private func reduce(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
        for start in stride(from: 0, to: kernel.reduced, by: 32) {
            let rows = start..<min(start + 32, kernel.reduced)
            var column = 0
            while column + 16 <= kernel.inner {
                let place = UnsafeMutableRawPointer(y + column)
                let value = combined(
                    rows, start > 0 ? place.loadUnaligned(as: SIMD16<Float>.self) : nil
                ) { row in
                    UnsafeRawPointer(x + (row &* kernel.inner &+ column)).loadUnaligned(
                        as: SIMD16<Float>.self)
                }
                place.storeBytes(of: value, as: SIMD16<Float>.self)
                column += 16
            }
            while column < kernel.inner {
                let before = start > 0 ? SIMD2(y[column], 0) : nil
                y[column] =
                    combined(rows, before) { row in
                        SIMD2(x[row &* kernel.inner &+ column], 0)
                    }[0]
                column += 1
            }
        }
        if kernel.kind == .mean {
            for column in 0..<kernel.inner { y[column] /= Float(kernel.reduced) }
        }
    }

    /// The rows of some columns combined, and with what came before if there is any.
    @inline(__always)
    private func combined<Vector: SIMD<Float>>(
        _ rows: Range<Int>, _ before: Vector?, _ load: (Int) -> Vector
    ) -> Vector {
        var result = load(rows.lowerBound)
        let rest = rows.lowerBound + 1..<rows.upperBound
        switch kernel.kind {
        case .maximum:
            for row in rest { result = larger(result, load(row)) }
            return before.map { larger($0, result) } ?? result
        case .minimum:
            for row in rest { result = smaller(result, load(row)) }
            return before.map { smaller($0, result) } ?? result
        default:
            for row in rest { result += load(row) }
            return before.map { $0 + result } ?? result
        }
    }

    @inline(__always)
    private func larger<Vector: SIMD<Float>>(_ a: Vector, _ b: Vector) -> Vector {
        a.replacing(with: b, where: b .> a)
    }

    @inline(__always)
    private func smaller<Vector: SIMD<Float>>(_ a: Vector, _ b: Vector) -> Vector {
        a.replacing(with: b, where: b .< a)
    }
}
