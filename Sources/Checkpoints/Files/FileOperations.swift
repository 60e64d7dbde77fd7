import Glibc

/// The steps by which files reach the disk.
///
/// Apart from the code that takes them, so that tests can stop between any two, or let one fail.
protocol FileOperations: Sendable {
    /// Makes the folder and those above it where they are missing, lastingly.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func makeFolder(_ path: String) throws(CheckpointError)

    /// Makes an empty file, in place of one that may be there.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func create(_ path: String) throws(CheckpointError) -> WritableFile

    /// Writes all of `bytes` from `offset` on.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func write(
        _ bytes: UnsafeRawBufferPointer, to file: WritableFile, at offset: Int
    ) throws(CheckpointError)

    /// Waits until the file's contents would outlast a power cut.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func synchronize(_ file: WritableFile) throws(CheckpointError)

    /// Renames a file within its folder, in place of one that may be there.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func rename(_ path: String, to newPath: String) throws(CheckpointError)

    /// Deletes a file if it is there.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func remove(_ path: String) throws(CheckpointError)

    /// Waits until the folder's names would outlast a power cut.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func synchronizeFolder(_ path: String) throws(CheckpointError)
}

extension FileOperations {
    /// Writes all of `bytes` from `offset` on.
    ///
    /// - Throws: `CheckpointError.unwritable`.
    func write(
        _ bytes: [UInt8], to file: WritableFile, at offset: Int
    ) throws(CheckpointError) {
        try bytes.span.bytes.withUnsafeBytes { bytes throws(CheckpointError) in
            try write(bytes, to: file, at: offset)
        }
    }
}

/// A file open for writing; closed with the last reference.
final class WritableFile: Sendable {
    let path: String
    let descriptor: Int32

    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
