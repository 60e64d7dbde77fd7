import Foundation
import Wire

extension CheckpointWriter {
    /// Makes the checkpoint the one at its location; returns where it lies now.
    ///
    /// - Parameter graph: What to lay beside it as `.meta`, or nil for nothing.
    /// - Throws: `CheckpointError.alreadyExists`, `.unwritable`, or `.unreadable` if `graph` is a file
    ///   that can't be read.
    public consuming func commit(graph: MetaGraph?) throws(CheckpointError) -> CheckpointLocation {
        // The index comes last: without it there is no checkpoint.
        try attempt { writer throws(CheckpointError) in
            try writer.operations.synchronize(writer.data)
            var renamed = [writer.location.onlyDataURL.path]
            if let graph {
                let path = writer.location.metaGraphURL.path
                try writer.write(path) { operations, file throws(CheckpointError) in
                    try graph.write(to: file, with: operations)
                }
                renamed.append(path)
            }
            let index = try writer.indexBytes()
            let indexPath = writer.location.indexURL.path
            try writer.write(indexPath) { operations, file throws(CheckpointError) in
                try operations.write(index, to: file, at: 0)
            }
            try Self.requireFree(writer.location)
            for path in renamed { try writer.unveil(path) }
            try writer.operations.synchronizeFolder(writer.location.folderPath)
            try writer.unveil(indexPath)
            writer.unfinished = []
            try writer.operations.synchronizeFolder(writer.location.folderPath)
        }
        return CheckpointLocation(prefix: location.prefix)
    }

    /// The name of a file before it is whole.
    static func partial(_ path: String) -> String { path + partialSuffix }

    /// Deletes what crashes left of checkpoints; the caller holds the folder's lock.
    static func removeLeftovers(in folder: String, with operations: any FileOperations) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // One that can't be deleted only takes room.
        for name in names where name.hasSuffix(partialSuffix) {
            try? operations.remove(folder + "/" + name)
        }
    }

    /// No one else gives files such names.
    private static let partialSuffix = ".steady-partial"

    static func requireFree(_ location: CheckpointLocation) throws(CheckpointError) {
        guard FileStatus(path: location.indexURL.path) == nil else {
            throw .alreadyExists(file: location.indexURL.path)
        }
    }

    private mutating func write(
        _ path: String,
        _ body: (any FileOperations, WritableFile) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        let file = try operations.create(Self.partial(path))
        unfinished.append(file.path)
        try body(operations, file)
        try operations.synchronize(file)
    }

    private mutating func unveil(_ path: String) throws(CheckpointError) {
        try operations.rename(Self.partial(path), to: path)
        unfinished.append(path)
    }

    private func indexBytes() throws(CheckpointError) -> [UInt8] {
        do throws(WireError) {
            return try index.finish()
        } catch {
            throw .unwritable(file: location.indexURL.path, reason: "\(error)")
        }
    }
}
