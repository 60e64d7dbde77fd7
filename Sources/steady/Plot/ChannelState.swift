import Graph

/// What a channel's variance says about it.
enum ChannelState: CaseIterable {
    /// Nothing stands out.
    case ordinary
    /// Nearly constant before normalization, and after it too.
    case dead
    /// Far beyond the layer's other channels, or beyond all measure.
    case exploding
    /// Negative, NaN or infinite.
    case impossible

    /// Below this part of ε a channel's standard deviation comes out below 3 %.
    private static let deadPart = 0.001
    private static let explodingFactor = 1000.0
    private static let explodingVariance = 1e9

    /// Judges the channels of a layer; empty where its statistics are unknown.
    static func states(of layer: BatchNormalizationLayer) -> [ChannelState] {
        guard let variances = layer.values.variance else { return [] }
        let sorted = variances.filter { $0.isFinite && $0 >= 0 }.sorted()
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        let limit =
            median > 0 ? min(median * explodingFactor, explodingVariance) : explodingVariance
        let means = layer.values.mean ?? []
        return variances.enumerated().map { channel, variance in
            let mean = channel < means.count ? means[channel] : 0
            guard variance.isFinite, variance >= 0, mean.isFinite else { return .impossible }
            if variance < layer.epsilon * deadPart { return .dead }
            // A dead layer's other channels are not what explodes.
            let isFar = variance > limit && variance > layer.epsilon
            return isFar ? .exploding : .ordinary
        }
    }

    /// The color of its marks, readable on white.
    var color: String {
        switch self {
        case .ordinary: "#33658a"
        case .dead: "#d98200"
        case .exploding: "#c81d25"
        case .impossible: "#8e1bb0"
        }
    }

    /// What the legend and titles call it.
    var label: String {
        switch self {
        case .ordinary: "ordinary"
        case .dead: "dead (variance under ε/1000)"
        case .exploding: "exploding (variance over 1000 × median, or over 1e9)"
        case .impossible: "negative, NaN or infinite"
        }
    }

    /// One word for a layer's title.
    var word: String {
        switch self {
        case .ordinary: "ordinary"
        case .dead: "dead"
        case .exploding: "exploding"
        case .impossible: "impossible"
        }
    }
}
