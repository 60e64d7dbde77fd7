import Tensors

/// Bytes aligned for vector loads, freed with the object.
final class AlignedMemory: @unchecked Sendable {
    // The invariant behind `@unchecked`: memory shared by threads holds constants, which are written
    // before it is shared and only read from then on; an arena belongs to one executor.
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
        bytes = VectorMemory.allocate(byteCount: max(byteCount, 1))
    }

    deinit { VectorMemory.free(bytes) }

    /// The first byte.
    var address: UnsafeMutableRawPointer {
        guard let address = bytes.baseAddress else {
            preconditionFailure("an allocation of at least one byte has an address")
        }
        return address
    }
}
