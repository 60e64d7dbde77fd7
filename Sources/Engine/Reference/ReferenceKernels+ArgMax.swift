import Graph
import Tensors

extension ReferenceKernels {
    static func argMax(_ operation: ArgMax, _ operand: Operand, into result: Destination) {
        if operand.elementType == .bool {
            // A boolean is stored as 0 or 1, and ordered so.
            let bytes = Operand(
                address: operand.address, shape: operand.shape, elementType: .uint8)
            ArgMaxKernel(operation: operation, operand: bytes, result: result).run(UInt8.self)
        } else {
            ArgMaxKernel(operation: operation, operand: operand, result: result)
                .run(for: operand.elementType)
        }
    }
}

private struct ArgMaxKernel: NumberKernel {
    let operation: ArgMax
    let operand: Operand
    let result: Destination

    func run<Element: Number>(_: Element.Type) {
        let source = operand.elements(Element.self)
        let dimensions = operand.shape.dimensions
        let extent = dimensions[operation.axis]
        let inner = Shape(Array(dimensions.dropFirst(operation.axis + 1))).elementCount
        let outer = Shape(Array(dimensions.prefix(operation.axis))).elementCount
        for row in 0..<outer {
            for column in 0..<inner {
                let values = source + (row * extent * inner + column)
                var (best, place) = (values[0], 0)
                for index in 1..<extent {
                    let value = values[index * inner]
                    if operation.seeksMinimum ? value < best : value > best {
                        (best, place) = (value, index)
                    }
                }
                store(place, at: row * inner + column)
            }
        }
    }

    @inline(__always) private func store(_ place: Int, at index: Int) {
        if operation.elementType == .int32 {
            result.elements(Int32.self)[index] = Int32(truncatingIfNeeded: place)
        } else {
            result.elements(Int64.self)[index] = Int64(place)
        }
    }
}
