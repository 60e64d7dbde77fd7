/// Judges the parameters of one batch normalization.
struct StatisticsAudit {
    let layer: String
    let names: Names
    let values: BatchNormalizationLayer.Values
    /// Whether the mean or the variance is computed from what requests give.
    let isFromBatch: Bool

    /// The names of a layer's variables, nil where there is none.
    struct Names {
        let scale, mean, variance: String?
    }

    /// What speaks against the layer, worst first.
    var findings: [Finding] {
        if isFromBatch {
            return [
                finding(
                    .statisticsFromBatch, [],
                    "mean and variance come from the batch, not from moving averages, so that an "
                        + "answer would depend on its neighbours")
            ]
        }
        return [notFinite, negative, neverUpdated, scaleAllZero].compactMap { $0 }
    }

    private var notFinite: Finding? {
        let means = channels(of: values.mean) { !$0.isFinite }
        let variances = channels(of: values.variance) { !$0.isFinite }
        guard !means.isEmpty || !variances.isEmpty else { return nil }
        let parts = [
            words("moving mean", values.mean, means),
            words("moving variance", values.variance, variances),
        ]
        return finding(
            .statisticsNotFinite,
            [means.isEmpty ? nil : names.mean, variances.isEmpty ? nil : names.variance],
            parts.compactMap { $0 }.joined(separator: ", "),
            channels: Set(means + variances).sorted())
    }

    private var negative: Finding? {
        let channels = channels(of: values.variance) { $0 < 0 && $0.isFinite }
        guard let text = words("moving variance", values.variance, channels) else { return nil }
        return finding(.varianceNegative, [names.variance], text, channels: channels)
    }

    /// Layers start with variances of 1; `tf.train.ExponentialMovingAverage` starts averages of
    /// tensors with 0.
    private var neverUpdated: Finding? {
        guard let means = values.mean, let variances = values.variance, let first = variances.first,
            first == 0 || first == 1, means.allSatisfy({ $0 == 0 }),
            variances.allSatisfy({ $0 == first })
        else { return nil }
        return finding(
            .statisticsNeverUpdated, [names.mean, names.variance],
            "all \(means.count) moving means are 0 and all moving variances \(Int(first)), as they "
                + "were before training")
    }

    private var scaleAllZero: Finding? {
        guard let scales = values.scale, !scales.isEmpty, scales.allSatisfy({ $0 == 0 }) else {
            return nil
        }
        return finding(
            .scaleAllZero, [names.scale],
            "all \(scales.count) scales γ are 0, so that its output does not depend on its input")
    }

    private func finding(
        _ code: Finding.Code, _ variables: [String?], _ explanation: String, channels: [Int] = []
    ) -> Finding {
        Finding(
            code, layer: layer, variables: variables.compactMap { $0 }, channels: channels,
            explanation: explanation)
    }

    private func channels(
        of values: [Double]?, where isBad: (Double) -> Bool
    ) -> [Int] {
        (values ?? []).enumerated().compactMap { isBad($1) ? $0 : nil }
    }

    /// Such as `the moving variance of channel 2 is -0.5, the first of 3 such channels`.
    private func words(_ subject: String, _ values: [Double]?, _ channels: [Int]) -> String? {
        guard let values, let first = channels.first else { return nil }
        // Most checkpoints hold float32; -0.1 shall not read -0.10000000149011612.
        let single = Float(values[first])
        let number = Double(single) == values[first] ? "\(single)" : "\(values[first])"
        let more = channels.count > 1 ? ", the first of \(channels.count) such channels" : ""
        return "the \(subject) of channel \(first) is \(number)\(more)"
    }
}
