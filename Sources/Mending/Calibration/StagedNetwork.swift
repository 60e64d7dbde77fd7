import Engine
import Graph
import Tensors

/// Runs a network stage by stage.
///
/// Belongs to one thread at a time.
final class StagedNetwork {
    /// The values of one batch that later stages read.
    typealias Values = [Value: Tensor]

    let layers: [NormalizationLayer]
    private let inputs: [Value]
    private let stages: Stages
    private let executors: [Executor?]
    private let normalizations: [Value: Normalization]
    /// The layer of each batch normalization.
    private let owners: [Value: Int]
    private let sources: [Value: Value]

    init(
        _ graph: Graph, layers: [NormalizationLayer], joinsShared: Bool, threads: Int
    ) throws {
        self.layers = layers
        inputs = graph.inputs
        stages = try Stages(graph, layers: layers, joinsShared: joinsShared)
        executors = try stages.stages.map { stage in
            guard let part = stage.graph else { return nil }
            let optimized = try InferenceMode.optimized(
                part, evaluate: ReferenceKernels.constantEvaluator)
            return try CompiledModel(optimized).makeExecutor(threads: threads)
        }
        var normalizations: [Value: Normalization] = [:]
        var owners: [Value: Int] = [:]
        var sources: [Value: Value] = [:]
        for (index, layer) in layers.enumerated() {
            for node in layer.nodes {
                guard let normalization = Normalization(graph[node], in: graph) else {
                    throw MendingError.notCalibratable(
                        layer: layer.name, reason: "γ or β is no constant of type float32")
                }
                normalizations[node] = normalization
                owners[node] = index
                sources[node] = graph[node].inputs[0]
            }
        }
        self.normalizations = normalizations
        self.owners = owners
        self.sources = sources
    }

    var stageCount: Int { stages.stages.count }

    /// The layers that normalize after a stage.
    func layers(after stage: Int) -> [Int] {
        Set(stages.stages[stage].normalizations.compactMap { owners[$0] }).sorted()
    }

    func start(_ batch: [Tensor]) -> Values {
        Dictionary(zip(inputs, batch), uniquingKeysWith: { $1 })
    }

    /// Computes a stage, and gives each of the batch normalizations after it what it reads.
    func run(
        _ stage: Int, _ values: inout Values, _ body: (_ layer: Int, Value, Tensor) throws -> Void
    ) throws {
        let current = stages.stages[stage]
        if let executor = executors[stage] {
            let results = try executor.run(current.inputs.compactMap { values[$0] })
            for (value, tensor) in zip(current.outputs, results) { values[value] = tensor }
        }
        for node in current.normalizations {
            if let layer = owners[node], let source = sources[node], let read = values[source] {
                try body(layer, node, read)
            }
        }
    }

    /// Normalizes after a stage, and forgets what is not read any more.
    func normalize(
        after stage: Int, _ values: inout Values, by statistics: (Value) -> LayerStatistics?
    ) {
        for node in stages.stages[stage].normalizations {
            if let source = sources[node], let read = values[source],
                let normalization = normalizations[node], let statistics = statistics(node)
            {
                values[node] = normalization.apply(to: read, statistics)
            }
        }
        for value in stages.stages[stage].finished { values[value] = nil }
    }

    /// The layer of a batch normalization.
    func layer(of node: Value) -> Int? { owners[node] }
}
