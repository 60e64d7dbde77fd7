import Engine
import Graph

extension LoadedModel {
    /// Optimizes and compiles an imported graph.
    ///
    /// - Throws: `ServingError` if requests can't share batches, `GraphError` or `EngineError`.
    init(
        compiling graph: Graph, version: String, warnings: [String] = [], notes: [String] = [],
        threads: Int, maxBatchSize: Int, precision: Precision = .float32, tuning: Tuning = .off
    ) throws {
        let optimized = try InferenceMode.optimized(
            graph, evaluate: ReferenceKernels.constantEvaluator)
        let mixing = optimized.rowMixingNodes
        guard mixing.isEmpty else { throw ServingError.rowsMixed(nodes: mixing.map(\.name)) }

        // Each batch size has a plan of its own, and none shall have to be made again.
        let model = try CompiledModel(
            optimized,
            options: EngineOptions(
                planCapacity: max(64, maxBatchSize), precision: precision, tuning: tuning.effort),
            tuningRecords: tuning.cache)
        self.init(
            version: version, signature: try ModelSignature(model),
            warnings: warnings, notes: notes + tuning.notes(on: model.tuning)
        ) {
            try EngineRunner(model, threads: threads)
        }
    }
}
