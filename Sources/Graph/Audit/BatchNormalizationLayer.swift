import Tensors

/// A batch normalization of a graph, as tables and charts show it.
public struct BatchNormalizationLayer: Hashable, Sendable {
    /// The layer's scope, from the moving mean's name, else the node's name.
    public let name: String
    /// The number of channels.
    public let channelCount: Int
    /// What is added to the variance.
    public let epsilon: Double
    /// The names of the variables, nil where there is none.
    public let scale, offset, mean, variance: String?
    /// The numbers of the variables.
    public let values: Values
    /// What speaks against the numbers, worst first; empty if nothing does.
    public let findings: [Finding]

    /// A layer's parameters: one number for each channel, or nil where they are no constants.
    public struct Values: Hashable, Sendable {
        /// γ, β, the moving mean and the moving variance.
        public let scale, offset, mean, variance: [Double]?

        /// Makes values from their parts.
        public init(
            scale: [Double]? = nil, offset: [Double]? = nil, mean: [Double]?, variance: [Double]?
        ) {
            self.scale = scale
            self.offset = offset
            self.mean = mean
            self.variance = variance
        }
    }
}

extension Graph {
    /// The batch normalizations of a graph in which they have been recognized, in its order.
    ///
    /// See `InferenceMode.recognized(_:)`. Layers whose statistics are no constants are listed too. A
    /// layer that is shared between branches is listed once for each.
    public var batchNormalizationLayers: [BatchNormalizationLayer] {
        let dependsOnInput = inputDependence
        return nodes.compactMap { node in
            guard case .batchNormalization(let operation) = node.operation else { return nil }
            func name(_ index: Int?) -> String? {
                guard let index, constant(node.inputs[index]) != nil else { return nil }
                return self[node.inputs[index]].name
            }
            func numbers(_ index: Int?) -> [Double]? {
                guard let index, let tensor = constant(node.inputs[index]) else { return nil }
                return (try? tensor.converted(to: .float64))?.elements(as: Double.self)
            }
            let (mean, variance) = (operation.meanIndex, operation.varianceIndex)
            let meanName = name(mean)
            let audit = StatisticsAudit(
                layer: meanName.flatMap(Finding.layer) ?? node.name,
                names: .init(
                    scale: name(operation.scaleIndex), mean: meanName, variance: name(variance)),
                values: .init(
                    scale: numbers(operation.scaleIndex), offset: numbers(operation.offsetIndex),
                    mean: numbers(mean), variance: numbers(variance)),
                isFromBatch: [mean, variance].contains { dependsOnInput[node.inputs[$0].index] })
            return BatchNormalizationLayer(
                name: audit.layer, channelCount: node.type.channelCount ?? 0,
                epsilon: operation.epsilon, scale: audit.names.scale,
                offset: name(operation.offsetIndex), mean: meanName,
                variance: audit.names.variance, values: audit.values, findings: audit.findings)
        }
    }

    /// Whether each node's value depends on an input, by the node's index.
    private var inputDependence: [Bool] {
        var depends: [Bool] = []
        for node in nodes {
            if case .input = node.operation {
                depends.append(true)
            } else {
                depends.append(node.inputs.contains { depends[$0.index] })
            }
        }
        return depends
    }
}
