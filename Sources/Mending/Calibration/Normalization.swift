import Graph
import Tensors

/// Batch normalization of a value by given statistics.
struct Normalization {
    private let scales: [Float]?
    private let offsets: [Float]?
    private let epsilon: Float

    /// Reads a node's parameters; nil if they are no constants of type float32.
    init?(_ node: Node, in graph: Graph) {
        guard case .batchNormalization(let operation) = node.operation else { return nil }
        func floats(_ index: Int) -> [Float]? {
            guard let tensor = graph.constant(node.inputs[index]), tensor.elementType == .float32
            else { return nil }
            return tensor.elements(as: Float.self)
        }
        scales = operation.scaleIndex.flatMap(floats)
        offsets = operation.offsetIndex.flatMap(floats)
        epsilon = Float(operation.epsilon)
        guard node.type.elementType == .float32,
            scales != nil || !operation.hasScale, offsets != nil || !operation.hasOffset
        else { return nil }
    }

    /// `γ (x − μ) / √(σ² + ε) + β` per channel, the innermost dimension.
    func apply(to values: Tensor, _ statistics: LayerStatistics) -> Tensor {
        let channelCount = statistics.means.count
        let factors = statistics.variances.enumerated().map { channel, variance in
            (scales?[channel] ?? 1) / (variance + epsilon).squareRoot()
        }
        let offsets = offsets ?? Array(repeating: 0, count: channelCount)
        return Tensor(shape: values.shape, elementType: .float32) { bytes in
            let results = bytes.bindMemory(to: Float.self)
            values.withElements(of: Float.self) { elements in
                for start in stride(from: 0, to: elements.count, by: max(1, channelCount)) {
                    for channel in 0..<channelCount {
                        let distance = elements[start + channel] - statistics.means[channel]
                        results[start + channel] = distance * factors[channel] + offsets[channel]
                    }
                }
            }
        }
    }
}
