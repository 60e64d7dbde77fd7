import Checkpoints
import Graph
import Tensors
import Wire

/// Reads models that TensorFlow 1 programs saved while they trained.
public enum TensorFlowModel {
    /// Reads the model of a checkpoint and the MetaGraph beside it.
    ///
    /// Checks every byte of the checkpoint, also of variables that the model does not need: a file
    /// that is damaged in one place is not to be trusted in another.
    ///
    /// - Parameter location: As `CheckpointLocation.resolve` gives it.
    /// - Throws: `ImportError` if files can't be read, the graph has no inference form, or the
    ///   checkpoint lacks what it needs.
    public static func load(
        _ location: CheckpointLocation, options: ImportOptions = ImportOptions()
    ) throws(ImportError) -> ImportedModel {
        let meta: TFMetaGraphDef
        let checkpoint: Checkpoint
        do throws(CheckpointError) {
            meta = try location.readMetaGraph()
            checkpoint = try Checkpoint(at: location).verified()
        } catch { throw .checkpoint(error) }
        return try load(meta, variables: checkpoint, options: options)
    }

    /// Makes the inference graph of a MetaGraph with the variables of a checkpoint.
    ///
    /// - Parameter checkpoint: May be nil for a frozen graph, whose variables have become constants.
    /// - Throws: As `load`.
    public static func load(
        _ meta: TFMetaGraphDef, variables checkpoint: Checkpoint?,
        options: ImportOptions = ImportOptions()
    ) throws(ImportError) -> ImportedModel {
        try ModelImport(meta, checkpoint: checkpoint, options: options).model()
    }
}
