import Foundation
import Tensors
import Wire

/// Writes a checkpoint that TensorFlow's `Saver` restores, one variable at a time.
///
/// Variables come in ascending order of their names' UTF-8 bytes; each goes to the disk at once, so
/// that memory holds no more than the one given and the index. Until `commit(graph:)` all of it lies
/// in files whose names end with `.steady-partial`, which a writer that goes away uncommitted deletes,
/// and the folder's next writer after a crash. A crash at any moment leaves every other checkpoint of the folder whole and this one either whole or absent.
/// After an error the writer is of no use any more and throws the same again.
///
/// Belongs to one task at a time. A folder has one writer at a time.
public struct CheckpointWriter: ~Copyable, Sendable {
    /// Where the checkpoint will lie.
    public let location: CheckpointLocation

    let operations: any FileOperations
    /// Keeps other writers from the folder.
    let lock: FolderLock
    let data: WritableFile
    var dataByteCount = 0
    var index = BundleIndexBuilder()
    var lastName: String?
    private var failure: CheckpointError?
    /// The files that mean nothing before the checkpoint is whole.
    var unfinished: [String] = []

    /// Starts a checkpoint at `prefix`; a folder that is missing is made.
    ///
    /// - Throws: `CheckpointError.alreadyExists`, `.folderInUse` or `.unwritable`.
    public init(prefix: URL) throws(CheckpointError) {
        try self.init(prefix: prefix, operations: LinuxFileOperations())
    }

    init(prefix: URL, operations: any FileOperations) throws(CheckpointError) {
        // What a path with a slash at its end means is a name in its folder all the same.
        let prefix = prefix.standardizedFileURL
        let location = CheckpointLocation(prefix: URL(fileURLWithPath: prefix.path), graph: nil)
        try operations.makeFolder(location.folderPath)
        let lock = try FolderLock(location.folderPath)
        try Self.requireFree(location)
        Self.removeLeftovers(in: location.folderPath, with: operations)
        let data = try operations.create(Self.partial(location.onlyDataURL.path))
        self.lock = lock
        self.data = data
        unfinished = [data.path]
        self.location = location
        self.operations = operations
    }

    deinit {
        for path in unfinished { try? operations.remove(path) }
    }

    /// Writes a variable.
    ///
    /// - Throws: `CheckpointError.invalidVariableName`, `.variableOutOfOrder` or `.unwritable`.
    public mutating func add(_ tensor: Tensor, named name: String) throws(CheckpointError) {
        try attempt { writer throws(CheckpointError) in
            try writer.begin(name)
            let run = try tensor.withUnsafeBytes { bytes throws(CheckpointError) in
                try writer.append(bytes)
            }
            try writer.indexing { index throws(WireError) in
                try index.add(name, TFDataType(tensor.elementType), tensor.shape, run)
            }
        }
    }

    /// Copies a variable of any type as it is stored, checking every byte; a partitioned one keeps its
    /// parts.
    ///
    /// - Parameter newName: The name to write it under, or nil for the same.
    /// - Throws: `CheckpointError.unknownVariable`, `.damagedData` or `.unreadable` of the checkpoint
    ///   read, `.invalidVariableName`, `.variableOutOfOrder` or `.unwritable`.
    public mutating func copy(
        _ name: String, from checkpoint: Checkpoint, as newName: String? = nil
    ) throws(CheckpointError) {
        try attempt { writer throws(CheckpointError) in
            let newName = newName ?? name
            try writer.begin(newName)
            let variable = try checkpoint.existingVariable(named: name)
            var runs: [BundleIndexBuilder.Run] = []
            for part in variable.parts {
                runs.append(try writer.append(part, of: variable, in: checkpoint))
            }
            try writer.indexing { index throws(WireError) in
                if let run = runs.first, !variable.isPartitioned {
                    try index.add(newName, variable.dataType, variable.shape, run)
                } else {
                    let regions = variable.parts.map { $0.region ?? [] }
                    try index.add(
                        newName, variable.dataType, variable.shape,
                        parts: zip(regions, runs).map { (region: $0, run: $1) })
                }
            }
        }
    }

    /// Does a step, unless one before has failed.
    mutating func attempt(
        _ step: (inout CheckpointWriter) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        if let failure { throw failure }
        do throws(CheckpointError) {
            try step(&self)
        } catch {
            failure = error
            throw error
        }
    }
}
