import Tensors

/// Dense, row-major elements that a kernel reads; borrowed for the length of a call.
struct Operand {
    let address: UnsafeRawPointer
    let shape: Shape
    let elementType: ElementType

    /// The elements, which must be of type `Element`.
    func elements<Element: TensorElement>(_: Element.Type) -> UnsafePointer<Element> {
        assert(Element.elementType == elementType)
        return address.assumingMemoryBound(to: Element.self)
    }

    var byteCount: Int { shape.elementCount * elementType.byteCount }
}

/// Dense, row-major elements that a kernel writes; borrowed for the length of a call.
///
/// May be the same memory as an operand only where the kernel says so.
struct Destination {
    let address: UnsafeMutableRawPointer
    let shape: Shape
    let elementType: ElementType

    /// The elements, which must be of type `Element`.
    func elements<Element: TensorElement>(_: Element.Type) -> UnsafeMutablePointer<Element> {
        assert(Element.elementType == elementType)
        return address.assumingMemoryBound(to: Element.self)
    }

    var byteCount: Int { shape.elementCount * elementType.byteCount }

    /// What was written, for a kernel that goes on with it.
    var operand: Operand {
        Operand(address: UnsafeRawPointer(address), shape: shape, elementType: elementType)
    }
}
