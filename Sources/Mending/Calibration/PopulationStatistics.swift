import Graph
import Tensors

/// Computes exact statistics over all rows, layer by layer.
struct PopulationStatistics {
    let network: StagedNetwork
    let rows: CalibrationRows
    /// Up to here values are kept from stage to stage; beyond, they are computed again for each.
    var keptByteLimit = 1 << 29
    let progress: (CalibrationProgress) -> Void

    /// The statistics of each layer.
    func compute() throws -> [LayerStatistics] {
        var statistics = network.layers.map(\.statistics)
        var kept: [StagedNetwork.Values]? = []
        for stage in 0..<network.stageCount {
            let layers = network.layers(after: stage)
            let names = layers.map { network.layers[$0].name }
            var sums = network.layers.map {
                ChannelStatistics(channelCount: $0.statistics.means.count)
            }
            let earlier = stage == 0 ? nil : kept
            kept = kept == nil ? nil : []
            var keptByteCount = 0
            for index in 0..<rows.batchCount {
                var values = try earlier?[index] ?? values(of: index, before: stage, statistics)
                if earlier != nil { normalize(&values, after: stage - 1, statistics) }
                try network.run(stage, &values) { layer, _, read in sums[layer].add(read) }
                keptByteCount += values.values.reduce(0) { $0 + $1.byteCount }
                if keptByteCount > keptByteLimit { kept = nil }
                kept?.append(values)
                progress(
                    CalibrationProgress(
                        completed: stage * rows.batchCount + index + 1,
                        total: network.stageCount * rows.batchCount, layers: names))
            }
            for layer in layers {
                statistics[layer] = LayerStatistics(sums[layer], isBesselCorrected: false)
                try network.layers[layer].requireFinite(statistics[layer])
            }
        }
        return statistics
    }

    /// The values of a batch that a stage reads, from the data on.
    private func values(
        of batch: Int, before stage: Int, _ statistics: [LayerStatistics]
    ) throws -> StagedNetwork.Values {
        var values = network.start(try rows.batch(batch))
        for earlier in 0..<stage {
            try network.run(earlier, &values) { _, _, _ in }
            normalize(&values, after: earlier, statistics)
        }
        return values
    }

    private func normalize(
        _ values: inout StagedNetwork.Values, after stage: Int, _ statistics: [LayerStatistics]
    ) {
        network.normalize(after: stage, &values) { node in
            network.layer(of: node).map { statistics[$0] }
        }
    }
}

extension NormalizationLayer {
    func requireFinite(_ statistics: LayerStatistics) throws(MendingError) {
        if let channel = statistics.channelNotFinite {
            throw .statisticsNotFinite(layer: name, channel: channel)
        }
    }
}
