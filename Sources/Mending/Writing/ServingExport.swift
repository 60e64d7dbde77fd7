import Checkpoints
import Foundation
import TensorFlowImport

/// A checkpoint with only the variables that a model's outputs depend on.
///
/// Without an optimizer's slots and the training step it is a fraction of the size, and it answers the
/// same. The graph stays whole but for its `Saver`, which restores what is there.
public struct ServingExport: Sendable {
    /// The checkpoint that was written.
    public let location: CheckpointLocation
    /// The variables in it.
    public let variables: [String]
    /// The variables that were left out.
    public let leftOut: [String]
    /// The bytes that the values of all variables take in the checkpoint that was read.
    public let byteCountBefore: Int
    /// The bytes that the values of the variables written take.
    public let byteCountAfter: Int
    /// The names of older exports that were deleted, oldest first.
    public let deleted: [String]

    /// Writes what serving a checkpoint takes to a folder.
    ///
    /// A crash midway leaves the folder's earlier checkpoints and its state file as they were.
    /// - Parameters:
    ///   - location: As `CheckpointLocation.resolve` gives it.
    ///   - folder: Where to write, made if missing; must not be the model's own.
    ///   - importing: What is said about the graph; the export must be served with the same.
    ///   - maxToKeep: How many exports the folder keeps, the newest; 0 for all.
    /// - Throws: `ImportError` if the model can't be served, `CheckpointError`, or
    ///   `MendingError.sameFolder`.
    public init(
        of location: CheckpointLocation, to folder: URL,
        importing: ImportOptions = ImportOptions(), maxToKeep: Int = 5
    ) throws {
        try OutputFolder.requireOther(folder, than: location)
        let imported = try TensorFlowModel.load(location, options: importing)
        let checkpoint = try Checkpoint(at: location)
        let needed = Set(imported.variables.map(\.checkpointName))
        let output = CheckpointFolder(at: folder, maxToKeep: maxToKeep)
        var writer = try output.writer(
            named: output.unusedName(for: location.prefix.lastPathComponent))
        var (variables, leftOut): ([String], [String]) = ([], [])
        var (before, after) = (0, 0)
        for variable in checkpoint.variables {
            before += variable.byteCount
            guard needed.contains(variable.name) else {
                leftOut.append(variable.name)
                continue
            }
            try writer.copy(variable.name, from: checkpoint)
            variables.append(variable.name)
            after += variable.byteCount
        }
        var saver = SaverRewriting(try location.readMetaGraph())
        saver.keep { needed.contains($0) }
        let change = try output.add(writer, graph: .message(saver.meta))
        self.location = change.added
        self.variables = variables
        self.leftOut = leftOut
        byteCountBefore = before
        byteCountAfter = after
        deleted = change.deleted
    }
}
