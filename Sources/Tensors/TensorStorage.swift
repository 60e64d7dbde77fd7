/// Memory of others in which tensors lie, and which the system can bring back, such as a mapped file.
public protocol ReleasablePages: AnyObject, Sendable {
    /// Lets the pages within the bytes go; whoever reads them again finds the same there.
    func releasePages(within bytes: UnsafeRawBufferPointer)
}

/// Bytes that several tensors may share: aligned for vector loads, written once at creation.
///
/// Freed when the last tensor that refers to it goes away.
final class TensorStorage: @unchecked Sendable {
    // The invariant behind `@unchecked`: `bytes` is written only by the closure given to the
    // initializer or before it was adopted, before any other reference exists, and read-only from
    // then on; or through `writable`, while there is one reference.
    private let bytes: UnsafeMutableRawBufferPointer
    /// Who frees the bytes; nil if it is this object.
    private let owner: (any AnyObject & Sendable)?

    init<Failure: Error>(
        byteCount: Int,
        initializingWith initialize: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let bytes = VectorMemory.allocate(byteCount: byteCount)
        do {
            try initialize(bytes)
        } catch {
            VectorMemory.free(bytes)
            throw error
        }
        self.bytes = bytes
        owner = nil
    }

    /// Takes over memory that `VectorMemory.allocate` gave; no one else may write or free it any more.
    init(adopting bytes: UnsafeMutableRawBufferPointer) {
        self.bytes = bytes
        owner = nil
    }

    /// Refers to memory that lasts as long as its owner, and is only read.
    init(borrowing bytes: UnsafeRawBufferPointer, from owner: any AnyObject & Sendable) {
        self.bytes = UnsafeMutableRawBufferPointer(mutating: bytes)
        self.owner = owner
    }

    deinit {
        if owner == nil { VectorMemory.free(bytes) }
    }

    var contents: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }

    /// The bytes for whoever has the only reference; nil if they are another's.
    var writable: UnsafeMutableRawBufferPointer? { owner == nil ? bytes : nil }

    /// Lets the pages within some of the bytes go, if the owner can bring them back.
    func releasePages(within range: Range<Int>) {
        (owner as? any ReleasablePages)?.releasePages(
            within: UnsafeRawBufferPointer(rebasing: contents[range]))
    }

    /// Whether the bytes are another's.
    var isBorrowed: Bool { owner != nil }
}
