import Engine
import Graph

extension LoadedModel {
    /// Optimizes and compiles an imported graph.
    ///
    /// - Throws: `ServingError` if requests can't share batches, `GraphError` or `EngineError`.
    init(
        compiling graph: Graph, version: String, notes: [String] = [], threads: Int,
        maxBatchSize: Int
    ) throws {
        let recognized = try InferenceMode.recognized(graph)
        let optimized = try InferenceMode.optimized(graph) { operation, inputs in
            try ReferenceKernels.evaluate(operation, inputs, batchSize: 1)
        }
        let mixing = optimized.rowMixingNodes
        guard mixing.isEmpty else { throw ServingError.rowsMixed(nodes: mixing.map(\.name)) }

        // Each batch size has a plan of its own, and none shall have to be made again.
        let model = try CompiledModel(
            optimized, options: EngineOptions(planCapacity: max(64, maxBatchSize)))
        self.init(
            version: version, signature: try ModelSignature(model),
            warnings: recognized.batchNormalizationLayers.compactMap(Self.warning),
            notes: notes
        ) {
            try EngineRunner(model, threads: threads)
        }
    }

    /// What is wrong with a layer's moving statistics, if anything is.
    private static func warning(about layer: BatchNormalizationLayer) -> String? {
        let explanation = layer.statistics.explanation
        return explanation.isEmpty ? nil : "batch normalization '\(layer.name)': \(explanation)"
    }
}
