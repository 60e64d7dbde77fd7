import Foundation
import Wire

/// A folder of checkpoints with the state file `checkpoint`, that keeps the newest few: what
/// TensorFlow's `Saver` does with `max_to_keep`.
///
/// Checkpoints that the state file does not name are never deleted, nor is anything outside the
/// folder. A crash at any moment leaves a state file that names whole checkpoints only, the one before
/// or the new one; one that was about to be deleted may then stay, unnamed.
/// Source: tensorflow/python/training/saver.py, tensorflow/python/checkpoint/checkpoint_management.py.
public struct CheckpointFolder: Sendable {
    /// The folder.
    public let url: URL
    /// How many checkpoints to keep; 0 for all.
    public let maxToKeep: Int

    private let operations: any FileOperations

    /// What became of the folder when a checkpoint was added.
    public struct Change: Sendable {
        /// The checkpoint that was added.
        public let added: CheckpointLocation
        /// The names of the checkpoints that were deleted, oldest first.
        public let deleted: [String]
    }

    /// The folder at `url`, which need not exist.
    ///
    /// - Parameter maxToKeep: How many checkpoints to keep, as many as the `Saver` does unless told;
    ///   0 for all.
    /// - Precondition: `maxToKeep` is not negative.
    public init(at url: URL, maxToKeep: Int = 5) {
        self.init(at: url, maxToKeep: maxToKeep, operations: LinuxFileOperations())
    }

    init(at url: URL, maxToKeep: Int, operations: any FileOperations) {
        precondition(maxToKeep >= 0, "a negative number of checkpoints to keep")
        self.url = URL(fileURLWithPath: url.standardizedFileURL.path, isDirectory: true)
        self.maxToKeep = maxToKeep
        self.operations = operations
    }

    /// The name itself if no checkpoint of the folder has it, or else with `.2`, `.3` and so on at its
    /// end.
    public func unusedName(for name: String) -> String {
        var candidate = name
        var number = 1
        while hasCheckpoint(candidate) {
            number += 1
            candidate = "\(name).\(number)"
        }
        return candidate
    }

    /// Starts a checkpoint in the folder, which is made if it is missing.
    ///
    /// - Parameter name: The last part of the checkpoint's prefix, such as `model.ckpt-840`.
    /// - Throws: `CheckpointError.alreadyExists`, `.folderInUse`, `.unwritable` also if `name` is no
    ///   file's name, and `.malformedState` or `.unreadable` if there is a state file that can't be
    ///   read.
    public func writer(named name: String) throws(CheckpointError) -> CheckpointWriter {
        guard !name.isEmpty, !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 })
        else {
            throw .unwritable(file: path(name), reason: "'\(name)' is no name of a file")
        }
        _ = try entries()
        return try CheckpointWriter(
            prefix: URL(fileURLWithPath: path(name)), operations: operations)
    }

    /// Makes what was written the folder's newest checkpoint, and then deletes the oldest of those that
    /// the state file named if they are too many.
    ///
    /// - Parameters:
    ///   - writer: Came from `writer(named:)` of this folder.
    ///   - graph: What to lay beside the checkpoint as `.meta`, or nil for nothing.
    /// - Throws: what `CheckpointWriter.commit(graph:)` does, and `CheckpointError.malformedState`.
    public func add(
        _ writer: consuming CheckpointWriter, graph: CheckpointWriter.MetaGraph?
    ) throws(CheckpointError) -> Change {
        precondition(writer.location.folderPath == url.path, "a writer of another folder")
        let lock = writer.lock
        defer { withExtendedLifetime(lock) {} }
        let added = try writer.commit(graph: graph)
        let name = added.prefix.lastPathComponent
        let named = try entries().filter { $0.name != name }
        let keptCount = maxToKeep == 0 ? named.count : min(maxToKeep - 1, named.count)
        try writeState(named.suffix(keptCount).map(\.written) + [name])
        let deleted = named.dropLast(keptCount).compactMap(\.name).filter(hasCheckpoint)
        try delete(deleted)
        return Change(added: added, deleted: deleted)
    }

    /// A checkpoint that the state file names.
    private struct Entry {
        /// What the state file shall say from now on.
        let written: String
        /// The last part of the prefix; nil if it lies in another folder.
        let name: String?
    }

    /// The checkpoints that the state file names and that are there, oldest first.
    private func entries() throws(CheckpointError) -> [Entry] {
        let statePath = path(CheckpointStateFile.name)
        guard FileStatus(path: statePath) != nil else { return [] }
        let state = try CheckpointStateFile(path: statePath)
        let latest = state.all.contains(state.latest) ? [] : [state.latest]
        var seen: Set<String> = []
        return (state.all + latest).compactMap(entry).filter { seen.insert($0.written).inserted }
    }

    private func entry(_ written: String) -> Entry? {
        let prefix = URL(
            fileURLWithPath: written.hasPrefix("/") ? written : path(written)
        ).standardizedFileURL
        let name = prefix.lastPathComponent
        let lies = FileStatus(path: prefix.path + ".index") != nil
        // A folder that was moved or copied may still name the place it came from.
        let isHere = lies ? isThisFolder(prefix.deletingLastPathComponent()) : hasCheckpoint(name)
        if isHere { return Entry(written: name, name: name) }
        // A checkpoint of the first format is a file without suffix.
        return lies || FileStatus(path: prefix.path) != nil
            ? Entry(written: written, name: nil) : nil
    }

    private func isThisFolder(_ other: URL) -> Bool {
        guard let this = FileStatus(path: url.path) else { return false }
        return FileStatus(path: other.path)?.identity == this.identity
    }

    private func hasCheckpoint(_ name: String) -> Bool {
        FileStatus(path: path(name) + ".index") != nil
    }

    private func path(_ name: String) -> String { url.path + "/" + name }

    private func writeState(_ all: [String]) throws(CheckpointError) {
        let path = path(CheckpointStateFile.name)
        guard let state = CheckpointStateFile(path: path, all: all) else { return }
        let partial = CheckpointWriter.partial(path)
        do throws(CheckpointError) {
            let file = try operations.create(partial)
            try operations.write(Array(state.text.utf8), to: file, at: 0)
            try operations.synchronize(file)
            try operations.rename(partial, to: path)
        } catch {
            try? operations.remove(partial)
            throw error
        }
        try operations.synchronizeFolder(url.path)
    }

    /// Deletes checkpoints, their indexes first: without it the rest is no checkpoint.
    private func delete(_ names: [String]) throws(CheckpointError) {
        guard !names.isEmpty else { return }
        let locations = names.map { CheckpointLocation(prefix: URL(fileURLWithPath: path($0))) }
        for location in locations { try operations.remove(location.indexURL.path) }
        try operations.synchronizeFolder(url.path)
        for location in locations {
            for file in try location.filePaths() { try operations.remove(file) }
        }
    }
}
