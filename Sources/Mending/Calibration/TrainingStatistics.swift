import Graph
import TensorFlowImport
import Tensors

/// Makes the updates of moving statistics that training steps would make.
struct TrainingStatistics {
    let network: StagedNetwork
    let rows: CalibrationRows
    let progress: (CalibrationProgress) -> Void
    private let updates: [LayerUpdate]

    /// How a layer's statistics are updated.
    private struct LayerUpdate {
        let rates: LayerStatistics.Rates
        let isBesselCorrected: Bool
    }

    /// - Parameter momentum: The momentum of every layer, or nil for what the graph says.
    /// - Throws: `MendingError.noMomentum`.
    init(
        network: StagedNetwork, rows: CalibrationRows, updates: [String: StatisticUpdate],
        momentum: Double?, progress: @escaping (CalibrationProgress) -> Void
    ) throws(MendingError) {
        self.network = network
        self.rows = rows
        self.progress = progress
        var known: [LayerUpdate] = []
        for layer in network.layers {
            let (mean, variance) = (updates[layer.mean.name], updates[layer.variance.name])
            let given = momentum.map { 1 - $0 }
            guard let meanRate = given ?? mean?.rate, let varianceRate = given ?? variance?.rate
            else { throw .noMomentum(layer: layer.name) }
            known.append(
                LayerUpdate(
                    rates: .init(mean: Float(meanRate), variance: Float(varianceRate)),
                    isBesselCorrected: variance?.isBesselCorrected ?? false))
        }
        self.updates = known
    }

    /// The statistics of each layer after so many steps, the data repeating.
    func compute(steps: Int) throws -> [LayerStatistics] {
        var moving = network.layers.map(\.statistics)
        let names = network.layers.map(\.name)
        for step in 0..<steps {
            var values = network.start(try rows.batch(step % rows.batchCount))
            for stage in 0..<network.stageCount {
                var batch: [Value: LayerStatistics] = [:]
                try network.run(stage, &values) { layer, node, read in
                    var sums = ChannelStatistics(channelCount: moving[layer].means.count)
                    sums.add(read)
                    batch[node] = LayerStatistics(sums, isBesselCorrected: false)
                    moving[layer].average(
                        LayerStatistics(
                            sums, isBesselCorrected: updates[layer].isBesselCorrected),
                        rate: updates[layer].rates)
                }
                network.normalize(after: stage, &values) { batch[$0] }
            }
            progress(CalibrationProgress(completed: step + 1, total: steps, layers: names))
        }
        for (layer, statistics) in zip(network.layers, moving) {
            try layer.requireFinite(statistics)
        }
        return moving
    }
}
