import Foundation
import Synchronization

@testable import Checkpoints

/// Takes the steps and notes them, so that a test can ask what a power cut after any would leave.
final class RecordedOperations: FileOperations {
    enum Step {
        case create(WritableFile, path: String)
        case write([UInt8], WritableFile, offset: Int)
        case synchronize(WritableFile)
        case rename(String, to: String)
        case remove(String)
        case synchronizeFolder
    }

    private let log = Mutex<[Step]>([])
    private let disk = LinuxFileOperations()

    var steps: [Step] { log.withLock { $0 } }

    func makeFolder(_ path: String) throws(CheckpointError) { try disk.makeFolder(path) }

    func create(_ path: String) throws(CheckpointError) -> WritableFile {
        let file = try disk.create(path)
        note(.create(file, path: path))
        return file
    }

    func write(
        _ bytes: UnsafeRawBufferPointer, to file: WritableFile, at offset: Int
    ) throws(CheckpointError) {
        try disk.write(bytes, to: file, at: offset)
        note(.write(Array(bytes), file, offset: offset))
    }

    func synchronize(_ file: WritableFile) throws(CheckpointError) {
        try disk.synchronize(file)
        note(.synchronize(file))
    }

    func rename(_ path: String, to newPath: String) throws(CheckpointError) {
        try disk.rename(path, to: newPath)
        note(.rename(path, to: newPath))
    }

    func remove(_ path: String) throws(CheckpointError) {
        try disk.remove(path)
        note(.remove(path))
    }

    func synchronizeFolder(_ path: String) throws(CheckpointError) {
        try disk.synchronizeFolder(path)
        note(.synchronizeFolder)
    }

    private func note(_ step: Step) { log.withLock { $0.append(step) } }
}
