/// An immutable, dense, row-major array of numbers.
///
/// A value type over shared storage: copying and slicing rows copy no elements, and any thread may
/// read. The first element of a tensor that is neither a slice nor lies in another's memory is 64-byte
/// aligned.
public struct Tensor: Sendable {
    /// The extents, outermost first.
    public let shape: Shape
    /// The type of every element.
    public let elementType: ElementType

    private var storage: TensorStorage
    private let byteOffset: Int

    init(shape: Shape, elementType: ElementType, storage: TensorStorage, byteOffset: Int) {
        self.shape = shape
        self.elementType = elementType
        self.storage = storage
        self.byteOffset = byteOffset
    }

    /// Makes a tensor whose bytes the closure writes.
    ///
    /// - Parameters:
    ///   - initialize: Called once with uninitialized, 64-byte aligned memory of exactly
    ///     `byteCount` bytes; must write all of it, and must not let it escape.
    /// - Throws: what the closure throws.
    public init<Failure: Error>(
        shape: Shape, elementType: ElementType,
        initializingWith initialize: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let byteCount = shape.elementCount * elementType.byteCount
        let storage = try TensorStorage(byteCount: byteCount, initializingWith: initialize)
        self.init(shape: shape, elementType: elementType, storage: storage, byteOffset: 0)
    }

    /// Makes a tensor of bytes that lie in another's memory, such as a mapped file; copies nothing.
    ///
    /// - Parameters:
    ///   - bytes: All elements, row-major and little-endian, aligned for their type. Must stay valid
    ///     while the owner lives.
    ///   - owner: Kept alive as long as the tensor.
    /// - Precondition: there are as many bytes as the shape has.
    public init(
        shape: Shape, elementType: ElementType, bytes: UnsafeRawBufferPointer,
        owner: any AnyObject & Sendable
    ) {
        precondition(
            bytes.count == shape.elementCount * elementType.byteCount,
            "\(bytes.count) bytes do not fill the shape \(shape)")
        self.init(
            shape: shape, elementType: elementType,
            storage: TensorStorage(borrowing: bytes, from: owner), byteOffset: 0)
    }

    /// The same tensor in memory of its own, if it lies in another's; else this one.
    public var detached: Tensor {
        guard storage.isBorrowed else { return self }
        return Tensor(shape: shape, elementType: elementType) { bytes in
            withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
    }

    /// Lets the memory go, where it is a mapped file's, until somebody reads the elements again.
    ///
    /// For whoever made another tensor of them that will be read in their place.
    public func releasePages() {
        storage.releasePages(within: byteOffset..<byteOffset + byteCount)
    }

    /// Makes a tensor from its elements in row-major order.
    ///
    /// - Precondition: there are as many elements as `shape` has.
    public init<Element: TensorElement>(_ elements: [Element], shape: Shape) {
        precondition(
            elements.count == shape.elementCount,
            "\(elements.count) elements do not fill the shape \(shape)")
        self.init(shape: shape, elementType: Element.elementType) { bytes in
            elements.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
    }

    /// Makes a tensor of rank 1.
    public init<Element: TensorElement>(_ elements: [Element]) {
        self.init(elements, shape: [elements.count])
    }

    /// Makes a tensor without dimensions.
    public init<Element: TensorElement>(scalar: Element) { self.init([scalar], shape: .scalar) }

    /// The number of elements.
    public var elementCount: Int { shape.elementCount }

    /// The number of bytes of all elements.
    public var byteCount: Int { elementCount * elementType.byteCount }

    /// The bytes for writing if nobody else has this tensor or a slice of it; nil otherwise.
    ///
    /// Valid until the tensor is copied or goes away. For memory that is written again and again.
    public mutating func unsharedBytes() -> UnsafeMutableRawBufferPointer? {
        guard isKnownUniquelyReferenced(&storage), let writable = storage.writable else {
            return nil
        }
        return UnsafeMutableRawBufferPointer(
            rebasing: writable[byteOffset..<byteOffset + byteCount])
    }

    /// Calls the closure with the tensor's bytes, little-endian and row-major.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = UnsafeRawBufferPointer(
            rebasing: storage.contents[byteOffset..<byteOffset + byteCount])
        return try body(bytes)
    }

    /// Calls the closure with the tensor's elements in row-major order.
    ///
    /// - Precondition: `Element` is the Swift type of `elementType`.
    public func withElements<Element: TensorElement, Result, Failure: Error>(
        of type: Element.Type,
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(
            Element.elementType == elementType, "\(Element.elementType) asked of a \(elementType)")
        return try withUnsafeBytes { bytes throws(Failure) in
            try body(bytes.bindMemory(to: Element.self))
        }
    }

    /// The elements in row-major order, copied.
    ///
    /// - Precondition: `Element` is the Swift type of `elementType`.
    public func elements<Element: TensorElement>(as type: Element.Type) -> [Element] {
        withElements(of: type) { Array($0) }
    }

    /// The same elements in another shape; copies nothing.
    ///
    /// - Precondition: both shapes have the same number of elements.
    public func reshaped(to shape: Shape) -> Tensor {
        precondition(
            shape.elementCount == elementCount, "\(self.shape) can't be reshaped to \(shape)")
        return Tensor(
            shape: shape, elementType: elementType, storage: storage, byteOffset: byteOffset)
    }

    /// The number of rows: the extent of the outermost dimension, or 1 for a scalar.
    public var rowCount: Int { shape.dimensions.first ?? 1 }

    /// The rows in `range` as a tensor that shares this one's storage.
    ///
    /// - Precondition: the tensor is not a scalar and `range` lies within its rows.
    public func rows(_ range: Range<Int>) -> Tensor {
        precondition(
            shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= rowCount,
            "rows \(range) of a tensor of shape \(shape)")
        let rowBytes = rowCount == 0 ? 0 : byteCount / rowCount
        return Tensor(
            shape: shape.withRowCount(range.count), elementType: elementType, storage: storage,
            byteOffset: byteOffset + range.lowerBound * rowBytes)
    }

    /// One tensor with the rows of all, in order.
    ///
    /// A single tensor is returned as it is.
    ///
    /// - Precondition: there is at least one tensor, and all agree in element type and in the shape
    ///   of a row.
    public static func joiningRows(_ tensors: [Tensor]) -> Tensor {
        precondition(!tensors.isEmpty, "no tensors to join")
        let first = tensors[0]
        guard tensors.count > 1 else { return first }
        let rows = tensors.reduce(0) { $0 + $1.rowCount }
        precondition(
            tensors.allSatisfy {
                $0.elementType == first.elementType
                    && $0.shape.withRowCount(0) == first.shape.withRowCount(0)
            }, "rows of different shape or element type can't be joined")
        return Tensor(shape: first.shape.withRowCount(rows), elementType: first.elementType) {
            destination in
            var offset = 0
            for tensor in tensors {
                tensor.withUnsafeBytes { source in
                    UnsafeMutableRawBufferPointer(rebasing: destination[offset...])
                        .copyMemory(from: source)
                    offset += source.count
                }
            }
        }
    }
}
