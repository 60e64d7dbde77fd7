import Synchronization

@testable import Checkpoints

/// Takes the steps, but the disk refuses one of them.
final class FailingOperations: FileOperations {
    static let reason = "No space left on device"

    private let left: Mutex<Int>
    private let disk = LinuxFileOperations()

    /// Refuses the step after the first `count`.
    init(after count: Int) { left = Mutex(count) }

    func makeFolder(_ path: String) throws(CheckpointError) {
        try step(path)
        try disk.makeFolder(path)
    }

    func create(_ path: String) throws(CheckpointError) -> WritableFile {
        try step(path)
        return try disk.create(path)
    }

    func write(
        _ bytes: UnsafeRawBufferPointer, to file: WritableFile, at offset: Int
    ) throws(CheckpointError) {
        try step(file.path)
        try disk.write(bytes, to: file, at: offset)
    }

    func synchronize(_ file: WritableFile) throws(CheckpointError) {
        try step(file.path)
        try disk.synchronize(file)
    }

    func rename(_ path: String, to newPath: String) throws(CheckpointError) {
        try step(newPath)
        try disk.rename(path, to: newPath)
    }

    func remove(_ path: String) throws(CheckpointError) {
        try step(path)
        try disk.remove(path)
    }

    func synchronizeFolder(_ path: String) throws(CheckpointError) {
        try step(path)
        try disk.synchronizeFolder(path)
    }

    private func step(_ path: String) throws(CheckpointError) {
        let refused = left.withLock { left in
            left -= 1
            return left == -1
        }
        if refused { throw .unwritable(file: path, reason: Self.reason) }
    }
}
