import Checkpoints
import Wire

/// How training changes a moving statistic of batch normalization in each step.
public struct StatisticUpdate: Hashable, Sendable {
    /// What the batch's statistic is weighted with, 1 − momentum; nil if the graph does not say.
    public let rate: Double?
    /// Whether the batch's variance is Bessel-corrected, as fused kernels give it.
    ///
    /// Source: tensorflow/core/kernels/fused_batch_norm_op.cc.
    public let isBesselCorrected: Bool
}

extension TensorFlowModel {
    /// The updates that training would make, by the name of the variable in the graph.
    ///
    /// - Parameter options: Of these the held placeholders; switches that are not held are on.
    /// - Throws: `ImportError.malformedGraph`, or `.unknownTensor` if a placeholder is not there.
    public static func statisticUpdates(
        in meta: TFMetaGraphDef, options: ImportOptions = ImportOptions()
    ) throws(ImportError) -> [String: StatisticUpdate] {
        var graph = try TrainingGraph(meta.graphDef, operators: meta.metaInfoDef.strippedOpList)
        // An assignment within a function may read what another function gives.
        var count = 0
        while graph.nodes.count > count {
            count = graph.nodes.count
            let assigning = graph.nodes.indices.filter { graph.nodes[$0].isAssignment }
            try graph.inlineCalls(neededFor: assigning.map { TensorReference($0) })
        }
        let held = try ModelImport.held(options, graph)
        let resolution = BranchResolution(
            graph: graph, held: Self.switches(graph, held).merging(held) { $1 })
        return StatisticUpdates(resolution).byName
    }

    /// Every training switch, on.
    private static func switches(
        _ graph: TrainingGraph, _ held: [Int: Double]
    ) -> [Int: Double] {
        let resolution = BranchResolution(graph: graph, held: held)
        for node in graph.nodes {
            if node.isSwitch, node.inputs.count == 2 {
                _ = resolution.condition(node.inputs[1])
            } else if node.isConditional || node.op.hasPrefix("Select"),
                let condition = node.inputs.first
            {
                _ = resolution.condition(condition)
            }
        }
        return resolution.switches.mapValues { _ in 1 }
    }
}

/// Finds what updates moving statistics while a graph trains.
private struct StatisticUpdates {
    private(set) var byName: [String: StatisticUpdate] = [:]
    private let resolution: BranchResolution
    private var graph: TrainingGraph { resolution.graph }

    init(_ resolution: BranchResolution) {
        self.resolution = resolution
        // That a fused kernel reads a variable tells the kind of its variance, if nothing else does.
        for node in graph.nodes where node.isFusedBatchNorm { noteFused(node) }
        for node in graph.nodes where node.isAssignment {
            guard let target = node.inputs.first, let variable = variable(target),
                let sum = WeightedSum(assignment: node, resolution)
            else { continue }
            let others = sum.terms.filter { self.variable($0.origin) != variable }
            guard others.count == 1, others.count < sum.terms.count, let batch = others.first,
                batch.isScaled, !batch.isNegative, let rate = batch.factor
            else { continue }
            byName[graph.nodes[variable].name] = StatisticUpdate(
                rate: rate, isBesselCorrected: isFromFusedKernel(batch.tensor))
        }
    }

    private mutating func noteFused(_ node: TrainingNode) {
        guard node.inputs.count == 5 else { return }
        let trains = node.attributes.bool("is_training", default: true)
        // Given the moving statistics, the kernel itself computes their next values.
        let rate = trains ? node.attributes.float("exponential_avg_factor").map(Double.init) : nil
        for input in node.inputs.suffix(2) {
            guard let variable = variable(input) else { continue }
            let name = graph.nodes[variable].name
            byName[name] = StatisticUpdate(
                rate: rate ?? byName[name]?.rate, isBesselCorrected: true)
        }
    }

    private func variable(_ tensor: TensorReference) -> Int? {
        let origin = resolution.origin(of: tensor)
        return graph[origin].isVariable ? origin.node : nil
    }

    private static let viewLimit = 16

    /// Whether a tensor is a statistic of a fused kernel, through changes of type and shape.
    private func isFromFusedKernel(_ tensor: TensorReference) -> Bool {
        var current = resolution.origin(of: tensor)
        for _ in 0..<Self.viewLimit {
            let node = graph[current]
            if node.isFusedBatchNorm { return true }
            guard ["Cast", "Squeeze", "Reshape"].contains(node.op), let input = node.inputs.first
            else { return false }
            current = resolution.origin(of: input)
        }
        return false
    }
}
