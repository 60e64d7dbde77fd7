/// Memory for a tensor whose extents are not known yet: it grows, and becomes the tensor without a
/// copy.
///
/// For readers of text and streams. Belongs to one thread until it has become a tensor.
public final class TensorBuffer {
    /// The type of every element.
    public let elementType: ElementType
    private var bytes: UnsafeMutableRawBufferPointer?

    /// Makes an empty buffer of that type.
    public init(elementType: ElementType) { self.elementType = elementType }

    deinit { if let bytes { VectorMemory.free(bytes) } }

    /// How many elements fit in the memory there is.
    public var capacity: Int { (bytes?.count ?? 0) / elementType.byteCount }

    /// Makes room for `capacity` elements and returns all the memory, uninitialized but for what
    /// was written to it; it is valid until the next call and while the buffer lives.
    ///
    /// - Precondition: `capacity` elements have fewer bytes than an `Int` counts.
    public func reserve(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
        if let bytes, capacity <= self.capacity { return bytes }
        let grown = VectorMemory.allocate(
            byteCount: capacity * elementType.byteCount)
        if let bytes {
            grown.copyMemory(from: UnsafeRawBufferPointer(bytes))
            VectorMemory.free(bytes)
        }
        bytes = grown
        return grown
    }

    /// The first elements as a tensor that takes over the memory; the buffer is empty afterwards.
    ///
    /// - Precondition: as many elements as `shape` has were written.
    public func takeTensor(shape: Shape) -> Tensor {
        let taken = reserve(shape.elementCount)
        bytes = nil
        return Tensor(
            shape: shape, elementType: elementType, storage: TensorStorage(adopting: taken),
            byteOffset: 0)
    }
}
