import Graph
import Tensors

/// A step that moves elements as they are: transposition, slice, concatenation or padding with a
/// number.
struct CopyKernel: Kernel {
    /// Copies with the inputs they read.
    let copies: [(input: Int, copy: StridedCopy)]
    /// The bits with which the result is filled before.
    let filler: UInt64?
    let width: Int
    let elementCount: Int

    let scratchByteCount = 0
    let implementation = "swift copy"

    func makeBound(_ environment: KernelEnvironment) -> any BoundKernel { BoundCopy(self) }
}

private final class BoundCopy: BoundKernel {
    private let kernel: CopyKernel
    private var sources: [UnsafeRawPointer?]
    private var target: UnsafeMutableRawPointer?

    init(_ kernel: CopyKernel) {
        self.kernel = kernel
        sources = Array(repeating: nil, count: kernel.copies.count)
    }

    func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
        switch argument {
        case .result: target = address
        case .input(let input):
            for (index, entry) in kernel.copies.enumerated() where entry.input == input {
                sources[index] = UnsafeRawPointer(address)
            }
        }
    }

    func reads(_ argument: KernelArgument) -> Bool { true }

    func run() {
        guard let target else { return }
        if let filler = kernel.filler { fill(target, filler) }
        for index in sources.indices {
            guard let source = sources[index] else { continue }
            kernel.copies[index].copy.run(from: source, to: target, width: kernel.width)
        }
    }

    private func fill(_ target: UnsafeMutableRawPointer, _ bits: UInt64) {
        func fill<Element: FixedWidthInteger>(_: Element.Type) {
            target.assumingMemoryBound(to: Element.self).update(
                repeating: Element(truncatingIfNeeded: bits), count: kernel.elementCount)
        }
        switch kernel.width {
        case 1: fill(UInt8.self)
        case 2: fill(UInt16.self)
        case 4: fill(UInt32.self)
        default: fill(UInt64.self)
        }
    }
}

extension KernelRequest {
    /// A copying kernel; nil if the step does not only move elements.
    func makeCopyKernel() -> (any Kernel)? {
        let target = resultShape.strides
        switch step.operation {
        case .transposition(let transposition):
            let source = inputShapes[0].strides
            return copyKernel([
                (
                    0,
                    StridedCopy(
                        resultShape.dimensions, from: transposition.permutation.map { source[$0] },
                        to: target)
                )
            ])
        case .slice(let slice):
            var (source, start) = (inputShapes[0].strides, 0)
            for (axis, span) in slice.spans.enumerated() {
                guard let span else { continue }
                start += span.begin * source[axis]
                source[axis] *= span.step
            }
            return copyKernel([
                (
                    0,
                    StridedCopy(
                        resultShape.dimensions, from: source, sourceStart: start, to: target)
                )
            ])
        case .concatenation(let concatenation):
            var start = 0
            return copyKernel(
                inputShapes.enumerated().map { index, shape in
                    defer { start += shape[concatenation.axis] * target[concatenation.axis] }
                    return (
                        index,
                        StridedCopy(
                            shape.dimensions, from: shape.strides, to: target, targetStart: start)
                    )
                })
        case .padding(let padding):
            guard case .constant(let number) = padding.mode else { return nil }
            let start = zip(padding.amounts, target).reduce(0) { $0 + $1.0.before * $1.1 }
            let shape = inputShapes[0]
            return copyKernel(
                [
                    (
                        0,
                        StridedCopy(
                            shape.dimensions, from: shape.strides, to: target, targetStart: start)
                    )
                ],
                filler: ReferenceKernels.bits(of: number, as: step.result.type.elementType))
        default: return nil
        }
    }

    private func copyKernel(
        _ copies: [(input: Int, copy: StridedCopy)], filler: UInt64? = nil
    ) -> CopyKernel {
        CopyKernel(
            copies: copies.filter { inputShapes[$0.input].elementCount > 0 }, filler: filler,
            width: step.result.type.elementType.byteCount, elementCount: resultShape.elementCount)
    }
}
