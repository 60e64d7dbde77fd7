import Checkpoints
import TensorFlowImport

extension ModelSource {
    /// Reads the checkpoint, turns its graph into an inference graph and compiles it.
    ///
    /// Takes as long as the files are large; blocks.
    /// - Parameters:
    ///   - importing: What is said about the graph.
    ///   - threads: The number of threads that each runner uses.
    ///   - maxBatchSize: The greatest number of rows that will run together.
    /// - Throws: `ImportError`, `GraphError`, `EngineError` or `ServingError`, whichever part refuses.
    public func load(
        importing: ImportOptions, threads: Int, maxBatchSize: Int
    ) throws -> LoadedModel {
        let imported = try TensorFlowModel.load(location, options: importing)
        return try LoadedModel(
            compiling: imported.graph, version: version(step: imported.globalStep),
            notes: imported.notes.map(\.description), threads: threads, maxBatchSize: maxBatchSize)
    }
}
