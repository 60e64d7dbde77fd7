/// The moving statistics of a layer, one number for each channel.
public struct LayerStatistics: Hashable, Sendable {
    /// The means.
    public var means: [Float]
    /// The variances.
    public var variances: [Float]

    /// The least and the greatest mean.
    public var meanRange: ClosedRange<Float>? { Self.range(means) }

    /// The least and the greatest variance.
    public var varianceRange: ClosedRange<Float>? { Self.range(variances) }

    init(means: [Float], variances: [Float]) {
        self.means = means
        self.variances = variances
    }

    init(_ statistics: ChannelStatistics, isBesselCorrected: Bool) {
        means = statistics.means.map(Float.init)
        variances =
            (isBesselCorrected ? statistics.correctedVariances : statistics.variances)
            .map(Float.init)
    }

    /// Averages the statistics of a batch in, in the order in which TensorFlow rounds.
    ///
    /// Source: tensorflow/python/training/moving_averages.py, `assign_moving_average`.
    mutating func average(_ batch: LayerStatistics, rate: Rates) {
        for channel in means.indices {
            means[channel] -= (means[channel] - batch.means[channel]) * rate.mean
            variances[channel] -= (variances[channel] - batch.variances[channel]) * rate.variance
        }
    }

    /// What the statistics of a batch are weighted with, 1 − momentum.
    struct Rates: Hashable {
        let mean: Float
        let variance: Float
    }

    /// The first channel whose statistics are no finite numbers.
    var channelNotFinite: Int? {
        zip(means, variances).enumerated()
            .first { !$0.element.0.isFinite || !$0.element.1.isFinite }?.offset
    }

    /// NaN has no place in a range.
    private static func range(_ values: [Float]) -> ClosedRange<Float>? {
        let known = values.filter { !$0.isNaN }
        guard let least = known.min(), let greatest = known.max() else { return nil }
        return least...greatest
    }
}
