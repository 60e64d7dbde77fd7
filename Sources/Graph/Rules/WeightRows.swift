import Tensors

/// The weights of a product seen as rows in memory, so that channels are scaled a row at a time.
///
/// Folding touches every weight of a network while it is loaded, so the inner loops have no
/// divisions and no branches.
struct WeightRows {
    /// The number of weights in a row.
    let length: Int
    /// After how many rows the channel that belongs to a row comes again.
    let period: Int
    /// Whether a row belongs to an input channel and its elements to output channels, or the other
    /// way round.
    let rowsAreInputs: Bool
    /// In a depthwise filter, which is one row after another of output channels, how many of them
    /// read one input channel.
    let multiplier: Int

    private var isDepthwise: Bool { rowsAreInputs && period == 1 }

    func scalingOutputs(of weights: Tensor, by scale: ChannelVector) -> Tensor {
        rowsAreInputs
            ? scalingElements(of: weights, by: scale.values)
            : scalingRows(of: weights, by: scale.values)
    }

    func scalingInputs(of weights: Tensor, by scale: ChannelVector) -> Tensor {
        if isDepthwise { return scalingElements(of: weights, by: repeated(scale.values)) }
        return rowsAreInputs
            ? scalingRows(of: weights, by: scale.values)
            : scalingElements(of: weights, by: scale.values)
    }

    /// What each output is when every place of the input holds a number per channel.
    func response(
        of weights: Tensor, to input: ChannelVector, outputs: Int
    ) -> ChannelVector {
        var sums = [Double](repeating: 0, count: outputs)
        let values = isDepthwise ? repeated(input.values) : input.values
        weights.withElements(of: Float.self) { weights in
            for row in 0..<weights.count / length {
                let start = row * length
                if isDepthwise {
                    for index in 0..<length {
                        sums[index] += Double(weights[start + index]) * values[index]
                    }
                } else if rowsAreInputs {
                    let value = values[row % period]
                    for index in 0..<length {
                        sums[index] += Double(weights[start + index]) * value
                    }
                } else {
                    var sum = 0.0
                    for index in 0..<length {
                        sum += Double(weights[start + index]) * values[index]
                    }
                    sums[row % period] += sum
                }
            }
        }
        var vector = input
        vector.values = sums
        return vector
    }

    private func repeated(_ values: [Double]) -> [Double] {
        values.flatMap { [Double](repeating: $0, count: multiplier) }
    }

    private func scalingRows(of weights: Tensor, by factors: [Double]) -> Tensor {
        mapRows(of: weights) { row, source, target in
            let factor = factors[row % period]
            for index in 0..<length { target[index] = Float(Double(source[index]) * factor) }
        }
    }

    private func scalingElements(of weights: Tensor, by factors: [Double]) -> Tensor {
        factors.withUnsafeBufferPointer { factors in
            mapRows(of: weights) { _, source, target in
                for index in 0..<length {
                    target[index] = Float(Double(source[index]) * factors[index])
                }
            }
        }
    }

    @inline(__always)
    private func mapRows(
        of weights: Tensor,
        _ body: (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) -> Tensor {
        // The graph goes on with the result, so that a whole network lies in memory once.
        defer { weights.releasePages() }
        return weights.withElements(of: Float.self) { source in
            Tensor(shape: weights.shape, elementType: .float32) { bytes in
                let target = bytes.bindMemory(to: Float.self)
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                for row in 0..<source.count / max(length, 1) {
                    body(row, from + row * length, to + row * length)
                }
            }
        }
    }
}
