import Checkpoints
import Graph
import TensorFlowImport
import Tensors
import Wire

/// Moving statistics computed from data, for a checkpoint that lacks them or has wrong ones.
public struct Calibration: Sendable {
    /// What became of each batch normalization, in the graph's order.
    public let layers: [Layer]
    /// How many rows the statistics were computed from.
    public let rowCount: Int
    /// How many rows ran together: as many as were asked for, unless there are fewer or the graph
    /// takes another number.
    public let batchSize: Int

    /// A batch normalization before and after.
    public struct Layer: Sendable {
        /// The scope of its variables.
        public let name: String
        /// The variables of its statistics.
        public let mean, variance: ImportedModel.Variable
        /// Whether the checkpoint held both statistics.
        public let wasComplete: Bool
        /// What the checkpoint held, or the graph's initial values.
        public let before: LayerStatistics
        /// What was computed.
        public let after: LayerStatistics
    }

    /// Computes the moving statistics of a model from data; nothing is written.
    ///
    /// Weights stay as they are. Data is read batch by batch. Blocks as long as it takes; `progress` is
    /// called on the calling thread after each batch.
    /// - Parameters:
    ///   - location: As `CheckpointLocation.resolve` gives it.
    ///   - importing: What is said about the graph.
    ///   - data: For each input of the model, in its order, a file of rows.
    /// - Throws: `ImportError`, `GraphError`, `EngineError`, `NpyError` or `MendingError`.
    public init(
        of location: CheckpointLocation, importing: ImportOptions = ImportOptions(),
        data: [NpyRowReader], options: CalibrationOptions = CalibrationOptions(),
        progress: @escaping (CalibrationProgress) -> Void = { _ in }
    ) throws {
        let meta: TFMetaGraphDef
        let checkpoint: Checkpoint
        do throws(CheckpointError) {
            meta = try location.readMetaGraph()
            checkpoint = try Checkpoint(at: location)
        } catch { throw ImportError.checkpoint(error) }
        var importing = importing
        importing.missingVariables = .initial
        let imported = try TensorFlowModel.load(meta, variables: checkpoint, options: importing)
        let graph = try InferenceMode.recognized(imported.graph)
        let layers = try NormalizationLayer.all(in: graph, variables: imported.variables)
        try Self.requireWeights(imported, layers, in: checkpoint)

        let inputs = graph.inputs.map { (name: graph[$0].name, type: graph.type(of: $0)) }
        let rows = try CalibrationRows(data, inputs: inputs, batchSize: options.batchSize)
        let network = try StagedNetwork(
            graph, layers: layers, joinsShared: options.method == .population,
            threads: options.threads)
        let computed: [LayerStatistics]
        switch options.method {
        case .population:
            computed = try PopulationStatistics(network: network, rows: rows, progress: progress)
                .compute()
        case .ema:
            let updates = try TensorFlowModel.statisticUpdates(in: meta, options: importing)
            computed = try TrainingStatistics(
                network: network, rows: rows, updates: updates, momentum: options.momentum,
                progress: progress
            ).compute(steps: options.steps ?? rows.batchCount)
        }
        self.layers = zip(layers, computed).map { layer, after in
            Layer(
                name: layer.name, mean: layer.mean, variance: layer.variance,
                wasComplete: [layer.mean, layer.variance].allSatisfy {
                    checkpoint.variable(named: $0.checkpointName) != nil
                },
                before: layer.statistics, after: after)
        }
        rowCount = rows.rowCount
        batchSize = rows.batchSize
    }

    /// The inputs of a model, in the order in which a calibration takes their rows.
    ///
    /// - Throws: `ImportError`.
    public static func inputs(
        of location: CheckpointLocation, importing: ImportOptions = ImportOptions()
    ) throws -> [String] {
        var importing = importing
        importing.missingVariables = .initial
        let graph = try TensorFlowModel.load(location, options: importing).graph
        return graph.inputs.map { graph[$0].name }
    }

    /// What lacks must be statistics: weights can't be computed.
    private static func requireWeights(
        _ imported: ImportedModel, _ layers: [NormalizationLayer], in checkpoint: Checkpoint
    ) throws(MendingError) {
        let computed = Set(layers.flatMap { [$0.mean.name, $0.variance.name] })
        let missing = imported.variables.filter { variable in
            checkpoint.variable(named: variable.checkpointName) == nil
                && !computed.contains(variable.name)
        }
        guard missing.isEmpty else { throw .missingVariables(missing.map(\.checkpointName)) }
    }
}
