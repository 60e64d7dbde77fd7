import Glibc

/// A file held open for reading at any offset, from any thread.
///
/// Holding it open keeps its contents readable while a trainer replaces or deletes the name.
final class ReadOnlyFile: Sendable {
    let path: String
    /// The number of bytes when the file was opened.
    let byteCount: Int
    private let descriptor: Int32
    private let modified: timespec

    /// Opens a regular file.
    ///
    /// - Throws: `CheckpointError.unreadable`.
    init(path: String) throws(CheckpointError) {
        // A pipe or device would block or never end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemError()) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable(file: path, reason: "it is not a regular file")
        }
        self.path = path
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
        modified = status.st_mtim
    }

    deinit { close(descriptor) }

    /// Whether the file has been written to or cut short since it was opened.
    var hasChanged: Bool {
        var status = stat()
        return fstat(descriptor, &status) != 0 || Int(status.st_size) != byteCount
            || status.st_mtim.tv_sec != modified.tv_sec
            || status.st_mtim.tv_nsec != modified.tv_nsec
    }

    /// The file's bytes as memory; nil if the system does not allow it.
    func mapped() -> MappedFile? { MappedFile(self, descriptor: descriptor) }

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// - Throws: `CheckpointError.unreadable` if reading fails or the file ends before.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
        guard let base = buffer.baseAddress else { return }
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(file: path, reason: systemError()) }
            guard count > 0 else {
                throw .unreadable(
                    file: path, reason: "it ends at byte \(offset + done) while being read")
            }
            done += count
        }
    }

    /// Reads `byteCount` bytes from `offset` on.
    ///
    /// - Throws: `CheckpointError.unreadable`.
    func bytes(at offset: Int, count: Int) throws(CheckpointError) -> [UInt8] {
        var failure: CheckpointError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            do throws(CheckpointError) {
                try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
                initializedCount = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Reads a whole file that is expected to be small.
    ///
    /// - Throws: `CheckpointError.unreadable`, also if it is larger than `limit` bytes.
    static func contents(of path: String, limit: Int) throws(CheckpointError) -> [UInt8] {
        let file = try ReadOnlyFile(path: path)
        guard file.byteCount <= limit else {
            throw .unreadable(
                file: path, reason: "its \(file.byteCount) bytes exceed the limit of \(limit)")
        }
        return try file.bytes(at: 0, count: file.byteCount)
    }
}
