import Glibc
import Tensors

/// A file's bytes as memory, read from the disk when they are first looked at.
///
/// Bytes of a file that someone writes to may change under the reader, and those of a file that
/// someone cuts short become zeros; `confirmUnchanged` tells afterwards. Any thread may read.
final class MappedFile: @unchecked Sendable {
    // The invariant behind `@unchecked`: nothing changes after the initializer, and the memory is only
    // read.
    let bytes: UnsafeRawBufferPointer
    private let file: ReadOnlyFile
    private let ticket: BusErrorGuard.Ticket

    /// Maps a whole file; nil if it is empty or the system does not allow it.
    init?(_ file: ReadOnlyFile, descriptor: Int32) {
        guard file.byteCount > 0,
            let address = mmap(nil, file.byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0),
            address != MAP_FAILED
        else { return nil }
        let bytes = UnsafeRawBufferPointer(start: address, count: file.byteCount)
        // Reads after the last page of a file that was cut short before it was mapped fail as well.
        guard let ticket = BusErrorGuard.guardBytes(bytes) else {
            munmap(address, file.byteCount)
            return nil
        }
        self.bytes = bytes
        self.file = file
        self.ticket = ticket
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        BusErrorGuard.release(ticket)
    }

    /// Throws if the file has been written to or cut short since it was opened.
    ///
    /// - Throws: `CheckpointError.unreadable`.
    func confirmUnchanged() throws(CheckpointError) {
        guard !BusErrorGuard.isHit(ticket), !file.hasChanged else {
            throw .unreadable(file: file.path, reason: "it was changed while being read")
        }
    }
}

extension MappedFile: ReleasablePages {
    func releasePages(within bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        // Pages that reach over an end may be another tensor's too.
        let page = Int(getpagesize())
        let first = start.alignedUp(toMultipleOf: page)
        let count = (start + bytes.count).alignedDown(toMultipleOf: page) - first
        if count > 0 { madvise(UnsafeMutableRawPointer(mutating: first), count, MADV_DONTNEED) }
    }
}
