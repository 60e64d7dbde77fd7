import Graph
import Tensors

/// `Fill`, `ZerosLike` and `OnesLike`.
enum Fill {
    /// Constants larger than this are refused: 256 MiB of float32.
    private static let limit = 64 << 20

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let extents = try node.integers(0), let value = try node.constant(1),
            value.elementCount == 1
        else { throw node.unsupported("shape and value must be known when the model is loaded") }
        if extents.elements.count == 1, let count = extents.known?.first, (0...8).contains(count),
            let integers = SymbolicIntegers(value.reshaped(to: .scalar))
        {
            return node.shape(
                SymbolicIntegers(
                    [SymbolicInteger](repeating: integers.elements[0], count: count),
                    elementType: integers.elementType))
        }
        guard let known = extents.known, let count = Shape.elementCountIfValid(known),
            count <= limit
        else {
            // Broadcasting makes one number as good as a batch of them.
            let ones = extents.elements.map { _ in 1 }
            guard extents.known == nil else { throw node.unsupported("it is too large") }
            return [.constant(value.reshaped(to: Shape(ones)), name: node.node.name)]
        }
        return [.constant(filled(value, Shape(known)), name: node.node.name)]
    }

    private static func filled(_ value: Tensor, _ shape: Shape) -> Tensor {
        Tensor(shape: shape, elementType: value.elementType) { bytes in
            value.withUnsafeBytes { element in
                for start in stride(from: 0, to: bytes.count, by: element.count) {
                    UnsafeMutableRawBufferPointer(
                        rebasing: bytes[start..<start + element.count]
                    ).copyMemory(from: element)
                }
            }
        }
    }

    static func zerosLike(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        if node.isKnown(0), var integers = try node.integers(0) {
            integers.elements = integers.elements.map { _ in .known(0) }
            return node.shape(integers)
        }
        let value = try node.value(0)
        return [
            .value(try cast(node, try node.add(.binary(.less), [value, value], "/never"), value))
        ]
    }

    static func onesLike(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let never = try node.add(.binary(.less), [value, value], "/never")
        let always = try node.add(.unary(.logicalNot), [never], "/always")
        return [.value(try cast(node, always, value))]
    }

    /// No number is less than itself, not even NaN, so the comparison is 0 whatever the batch size.
    private static func cast(
        _ node: NodeImport, _ condition: Value, _ value: Value
    ) throws(ImportError) -> Value {
        try node.add(.cast(Cast(to: node.type(of: value).elementType)), [condition])
    }
}
