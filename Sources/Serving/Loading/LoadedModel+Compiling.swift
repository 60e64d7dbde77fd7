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
        let (model, operations) = try Self.compile(
            graph, threads: threads, maxBatchSize: maxBatchSize, precision: precision,
            tuning: tuning)
        let signature = try ModelSignature(model)
        let sizes = PlannedSizes(
            maxBatchSize: maxBatchSize, threads: threads, kernelCount: model.stepCount
        ) { plan in try model.prepare(batchSize: plan.batchSize, threads: plan.threads) }
        // Brings the weights into the layouts of kernels, after which the files are not needed.
        try sizes.planFirst()
        model.detachConstants()
        self.init(
            version: version, signature: signature, warnings: warnings,
            notes: notes + tuning.notes(on: model.tuning),
            threadsPerRow: operations / Self.operationsPerThread,
            plannedSizes: sizes
        ) {
            try EngineRunner(model, threads: threads)
        }
    }

    /// The engine's model, and the floating-point operations of a row.
    ///
    /// Keeps no graph, so that a constant's memory goes as soon as the engine has it in another layout.
    private static func compile(
        _ graph: Graph, threads: Int, maxBatchSize: Int, precision: Precision, tuning: Tuning
    ) throws -> (CompiledModel, operations: Double) {
        let optimized = try InferenceMode.optimized(
            graph, evaluate: ReferenceKernels.constantEvaluator)
        let mixing = optimized.rowMixingNodes
        guard mixing.isEmpty else { throw ServingError.rowsMixed(nodes: mixing.map(\.name)) }
        // Each batch size and thread count has a plan of its own; none shall have to be made again.
        let capacity = max(64, maxBatchSize * (threads.bitWidth - threads.leadingZeroBitCount + 1))
        let model = try CompiledModel(
            optimized,
            options: EngineOptions(
                planCapacity: capacity, precision: precision, tuning: tuning.effort),
            tuningRecords: tuning.cache)
        return (model, Double(optimized.operationsPerRow))
    }

    /// What a core does in about 100 µs: with less, waking another costs more than it gains.
    private static let operationsPerThread = 2.5e7
}

extension Graph {
    /// The floating-point operations of one row.
    fileprivate var operationsPerRow: Int {
        nodes.reduce(0) { sum, node in
            sum
                + node.operation.arithmetic(
                    inputs: node.inputs.map { type(of: $0).shape(batchSize: 1) },
                    result: node.type.shape(batchSize: 1))
        }
    }
}
