import Checkpoints
import Engine
import Graph
import TensorFlowImport

extension ModelSource {
    /// Reads the checkpoint, audits it, turns its graph into an inference graph and compiles it.
    ///
    /// Takes as long as the files are large; blocks.
    /// - Parameters:
    ///   - importing: What is said about the graph.
    ///   - allowed: The kinds of finding that don't keep the model from being served.
    ///   - threads: The number of threads that each runner uses.
    ///   - maxBatchSize: The greatest number of rows that will run together.
    ///   - precision: The kind of number in which layers compute.
    ///   - tuning: Whether algorithms are measured.
    /// - Throws: `ServingError.refused` with all findings, `ImportError`, `GraphError`, `EngineError`
    ///   or another `ServingError`, whichever part refuses.
    public func load(
        importing: ImportOptions, allowing allowed: Set<Finding.Code> = [], threads: Int,
        maxBatchSize: Int, precision: Precision = .float32, tuning: Tuning = .off
    ) throws -> LoadedModel {
        // What loading took goes back to the system: the process will not need it again.
        defer { ProcessMemory.trim() }
        return try examine(
            importing: importing, allowing: allowed, threads: threads, maxBatchSize: maxBatchSize,
            precision: precision, tuning: tuning
        ).outcome.get()
    }

    /// Does what `load` does, and tells what it found on the way.
    ///
    /// Parameters are those of `load`.
    public func examine(
        importing: ImportOptions, allowing allowed: Set<Finding.Code> = [], threads: Int = 1,
        maxBatchSize: Int = 1, precision: Precision = .float32, tuning: Tuning = .off
    ) -> ModelExamination {
        let imported: ImportedModel
        do throws(ImportError) {
            imported = try TensorFlowModel.load(location, options: importing)
        } catch {
            return ModelExamination(refusedBy: error, allowed: allowed)
        }
        return ModelExamination(imported, allowed: allowed) { warnings, notes in
            let loaded = try LoadedModel(
                compiling: imported.graph, version: version(step: imported.globalStep),
                warnings: warnings, notes: notes, threads: threads, maxBatchSize: maxBatchSize,
                precision: precision, tuning: tuning)
            try imported.confirmUnchanged()
            return loaded
        }
    }
}
