import Tensors

/// A batch normalization of a graph, as tables show it.
public struct BatchNormalizationLayer: Hashable, Sendable {
    /// The layer's scope, from the moving mean's name, else the node's name.
    public let name: String
    /// The number of channels.
    public let channelCount: Int
    /// What is added to the variance.
    public let epsilon: Double
    /// The names of the variables, nil where there is none.
    public let scale, offset, mean, variance: String?
    /// What the statistics look like.
    public let statistics: StatisticsState
}

extension Graph {
    /// The batch normalizations of a graph in which they have been recognized, in its order.
    ///
    /// See `InferenceMode.recognized(_:)`. Layers whose statistics are no constants are listed too.
    public var batchNormalizationLayers: [BatchNormalizationLayer] {
        nodes.compactMap { node in
            guard case .batchNormalization(let operation) = node.operation else { return nil }
            func name(_ index: Int?) -> String? {
                guard let index, constant(node.inputs[index]) != nil else { return nil }
                return self[node.inputs[index]].name
            }
            let mean = constant(node.inputs[operation.meanIndex])
            let variance = constant(node.inputs[operation.varianceIndex])
            var statistics = StatisticsState.fromBatch
            if let mean, let variance, mean.elementType == .float32,
                variance.elementType == .float32
            {
                let scale = operation.scaleIndex.flatMap { constant(node.inputs[$0]) }
                statistics = StatisticsState(scale: scale, mean: mean, variance: variance)
            }
            let meanName = name(operation.meanIndex)
            return BatchNormalizationLayer(
                name: meanName.flatMap(Self.scope) ?? node.name,
                channelCount: node.type.channelCount ?? 0, epsilon: operation.epsilon,
                scale: name(operation.scaleIndex), offset: name(operation.offsetIndex),
                mean: meanName, variance: name(operation.varianceIndex), statistics: statistics)
        }
    }

    /// The part of a variable's name before the last slash.
    private static func scope(of variable: String) -> String? {
        variable.lastIndex(of: "/").map { String(variable[..<$0]) }
    }

    /// The nodes at which the rows of a batch come together, so that an answer would depend on its
    /// neighbours: reductions over the batch, and products that sum over it.
    public var rowMixingNodes: [Node] {
        nodes.filter { node in
            func isBatch(_ input: Int, axis: Int) -> Bool {
                let dimensions = type(of: node.inputs[input]).dimensions
                guard dimensions.indices.contains(axis) else { return false }
                return dimensions[axis].fixedExtent == nil
            }
            switch node.operation {
            case .reduction(let reduction): return reduction.axes.contains { isBatch(0, axis: $0) }
            case .softmax: return isBatch(0, axis: node.type.rank - 1)
            case .matrixProduct(let product):
                let rank = type(of: node.inputs[0]).rank
                return isBatch(0, axis: product.transposesLeft ? rank - 2 : rank - 1)
            default: return false
            }
        }
    }
}
