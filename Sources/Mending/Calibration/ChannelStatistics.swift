import Tensors

/// Mean and variance of each channel over values that come in portions.
///
/// Each portion is summed in double precision around its own mean and then merged, which is stable
/// however far the mean is from zero and however many portions there are.
/// Source: Chan, Golub and LeVeque 1979, "Updating Formulae and a Pairwise Algorithm for Computing
/// Sample Variances".
struct ChannelStatistics {
    /// How many values of each channel there were.
    private(set) var count = 0
    private(set) var means: [Double]
    /// The sums of squared distances from the mean.
    private var squares: [Double]

    init(channelCount: Int) {
        means = Array(repeating: 0, count: channelCount)
        squares = means
    }

    /// The variances without Bessel's correction.
    var variances: [Double] { squares.map { $0 / Double(max(1, count)) } }

    /// The variances with Bessel's correction, as fused kernels give them.
    ///
    /// Source: tensorflow/core/kernels/fused_batch_norm_op.cc, which takes a single value as it is.
    var correctedVariances: [Double] { squares.map { $0 / Double(max(1, count - 1)) } }

    /// Takes in a float32 tensor whose innermost dimension are the channels.
    mutating func add(_ values: Tensor) {
        let channelCount = means.count
        guard values.elementCount > 0 else { return }
        let rows = values.elementCount / channelCount
        var sums = [Double](repeating: 0, count: channelCount)
        var distances = sums
        values.withElements(of: Float.self) { elements in
            sums.withUnsafeMutableBufferPointer { sums in
                for start in stride(from: 0, to: elements.count, by: channelCount) {
                    for channel in 0..<channelCount {
                        sums[channel] += Double(elements[start + channel])
                    }
                }
                for channel in 0..<channelCount { sums[channel] /= Double(rows) }
                distances.withUnsafeMutableBufferPointer { distances in
                    for start in stride(from: 0, to: elements.count, by: channelCount) {
                        for channel in 0..<channelCount {
                            let distance = Double(elements[start + channel]) - sums[channel]
                            distances[channel] += distance * distance
                        }
                    }
                }
            }
        }
        merge(count: rows, means: sums, squares: distances)
    }

    private mutating func merge(count other: Int, means otherMeans: [Double], squares: [Double]) {
        let total = Double(count + other)
        let weight = Double(other) / total
        for channel in means.indices {
            let difference = otherMeans[channel] - means[channel]
            means[channel] += difference * weight
            self.squares[channel] +=
                squares[channel] + difference * difference * Double(count) * weight
        }
        count += other
    }
}
