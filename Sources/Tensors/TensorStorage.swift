/// Bytes that several tensors may share: aligned for vector loads, written once at creation.
///
/// Freed when the last tensor that refers to it goes away.
final class TensorStorage: @unchecked Sendable {
    // The invariant behind `@unchecked`: `bytes` is written only by the closure given to the
    // initializer or before it was adopted, before any other reference exists, and read-only from
    // then on; or through `writable`, while there is one reference.
    private let bytes: UnsafeMutableRawBufferPointer

    /// Vector registers and cache lines are at most this wide, in bytes.
    static let alignment = 64

    init<Failure: Error>(
        byteCount: Int,
        initializingWith initialize: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: byteCount, alignment: Self.alignment)
        do {
            try initialize(bytes)
        } catch {
            bytes.deallocate()
            throw error
        }
        self.bytes = bytes
    }

    /// Takes over memory that `UnsafeMutableRawBufferPointer.allocate` gave with `alignment`; no
    /// one else may write or free it any more.
    init(adopting bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    deinit { bytes.deallocate() }

    var contents: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }

    /// The bytes for whoever has the only reference.
    var writable: UnsafeMutableRawBufferPointer { bytes }
}
