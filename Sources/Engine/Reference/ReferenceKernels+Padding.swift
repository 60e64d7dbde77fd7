import Graph
import Tensors

extension ReferenceKernels {
    static func padding(_ operation: Padding, _ operand: Operand, into result: Destination) {
        PaddingKernel(operation: operation, operand: operand, result: result)
            .run(forWidth: result.elementType.byteCount)
    }

    /// A number as the bits of an element.
    static func bits(of value: Float, as type: ElementType) -> UInt64 {
        switch type {
        case .bool: value != 0 ? 1 : 0
        case .int8: UInt64(truncatingIfNeeded: Int8(parameter: value))
        case .int16: UInt64(truncatingIfNeeded: Int16(parameter: value))
        case .int32: UInt64(truncatingIfNeeded: Int32(parameter: value))
        case .int64: UInt64(truncatingIfNeeded: Int64(parameter: value))
        case .uint8: UInt64(UInt8(parameter: value))
        case .uint16: UInt64(UInt16(parameter: value))
        case .uint32: UInt64(UInt32(parameter: value))
        case .uint64: UInt64(parameter: value)
        case .float16: UInt64(Float16(value).bitPattern)
        case .bfloat16: UInt64(BFloat16(Double(value)).bitPattern)
        case .float32: UInt64(value.bitPattern)
        case .float64: Double(value).bitPattern
        }
    }
}

private struct PaddingKernel: MovingKernel {
    let operation: Padding
    let operand: Operand
    let result: Destination

    func run<Element: FixedWidthInteger & TensorElement>(_: Element.Type) {
        let source = operand.address.assumingMemoryBound(to: Element.self)
        let output = result.address.assumingMemoryBound(to: Element.self)
        guard result.shape.elementCount > 0 else { return }
        var filler = Element.zero
        if case .constant(let value) = operation.mode {
            let bits = ReferenceKernels.bits(of: value, as: operand.elementType)
            filler = Element(truncatingIfNeeded: bits)
        }
        fill(axis: 0, from: source, to: output, filler)
    }

    /// Writes the places of one index of the outer axes; `source` is nil in their padding.
    private func fill<Element: FixedWidthInteger & TensorElement>(
        axis: Int, from source: UnsafePointer<Element>?, to output: UnsafeMutablePointer<Element>,
        _ filler: Element
    ) {
        let size = result.shape.dimensions.dropFirst(axis).reduce(1, *)
        guard let source else {
            output.update(repeating: filler, count: size)
            return
        }
        guard operation.amounts.dropFirst(axis).contains(where: { $0 != .none }) else {
            output.update(from: source, count: size)
            return
        }
        let (extent, amount) = (operand.shape[axis], operation.amounts[axis])
        let sourceStep = operand.shape.dimensions.dropFirst(axis + 1).reduce(1, *)
        let outputStep = size / result.shape[axis]
        if operation.amounts.dropFirst(axis + 1).allSatisfy({ $0 == .none }) {
            (output + amount.before * outputStep).update(from: source, count: extent * sourceStep)
        } else {
            for index in 0..<extent {
                fill(
                    axis: axis + 1, from: source + index * sourceStep,
                    to: output + (amount.before + index) * outputStep, filler)
            }
        }
        for index in Array(0..<amount.before) + Array(extent + amount.before..<result.shape[axis]) {
            let place = output + index * outputStep
            if case .constant = operation.mode {
                place.update(repeating: filler, count: outputStep)
            } else {
                let mirrored = mirror(index - amount.before, extent: extent) + amount.before
                place.update(from: output + mirrored * outputStep, count: outputStep)
            }
        }
    }

    /// The index within the extent that one outside repeats.
    private func mirror(_ index: Int, extent: Int) -> Int {
        let edge = operation.mode == .symmetric ? 1 : 0
        return index < 0 ? -index - edge : 2 * extent - 2 - index + edge
    }
}
