import Tensors

/// What the moving statistics and the scale of a batch normalization look like.
public enum StatisticsState: Hashable, Sendable {
    /// Nothing speaks against them.
    case plausible
    /// Every mean is 0 and every variance 1: the update operations never ran.
    case neverUpdated
    /// The variance of this channel is negative.
    case negativeVariance(channel: Int, value: Float)
    /// The mean or variance of this channel is NaN or infinite.
    case notFinite(channel: Int)
    /// Every scale γ is 0, so that the layer forgets its input.
    case scaleAllZero
    /// The statistics are computed from the batch, so that an answer depends on its neighbours.
    case fromBatch

    /// The stable code that tables and JSON show.
    public var code: String {
        switch self {
        case .plausible: "ok"
        case .neverUpdated: "statistics-never-updated"
        case .negativeVariance: "variance-negative"
        case .notFinite: "statistics-not-finite"
        case .scaleAllZero: "scale-all-zero"
        case .fromBatch: "statistics-from-batch"
        }
    }

    /// What is wrong, in words; empty when nothing is.
    public var explanation: String {
        switch self {
        case .plausible: ""
        case .neverUpdated:
            "every moving mean is 0 and every moving variance 1: the update operations "
                + "(UPDATE_OPS) never ran in training"
        case .negativeVariance(let channel, let value):
            "the moving variance of channel \(channel) is \(value)"
        case .notFinite(let channel):
            "the moving mean or variance of channel \(channel) is not a finite number"
        case .scaleAllZero: "every γ is 0: the layer's output does not depend on its input"
        case .fromBatch: "mean and variance come from the batch, not from moving averages"
        }
    }

    /// Judges the parameters of a layer; each tensor has shape `[channels]` and type float32.
    init(scale: Tensor?, mean: Tensor, variance: Tensor) {
        let means = mean.elements(as: Float.self)
        let variances = variance.elements(as: Float.self)
        let isFinite = zip(means, variances).map { $0.isFinite && $1.isFinite }
        if let channel = isFinite.firstIndex(of: false) {
            self = .notFinite(channel: channel)
        } else if let channel = variances.firstIndex(where: { $0 < 0 }) {
            self = .negativeVariance(channel: channel, value: variances[channel])
        } else if means.allSatisfy({ $0 == 0 }) && variances.allSatisfy({ $0 == 1 }) {
            self = .neverUpdated
        } else if let scale, scale.elements(as: Float.self).allSatisfy({ $0 == 0 }) {
            self = .scaleAllZero
        } else {
            self = .plausible
        }
    }
}
