import Tensors

/// Recognizes batch normalization written out as arithmetic.
///
/// With `inv = rsqrt(variance + ε)`, times γ if there is one, TensorFlow writes
/// `x · inv + (β − mean · inv)`, or `x · inv + (−mean) · inv` without β. The statistics must be
/// constants, which they are once the moving averages have taken the place of the batch's.
/// Source: TensorFlow, `python/ops/nn_impl.py`, `batch_normalization`.
public struct BatchNormalizationRecognition: RewriteRule {
    /// The rule's name in messages.
    public let name = "batch-normalization-recognition"

    /// Makes the rule.
    public init() {}

    /// The batch normalization, if the node is the last addition of one.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .binary(.add) = node.operation else { return nil }
        for (product, shift) in [(0, 1), (1, 0)] {
            guard
                let parts = Parts(
                    product: node.inputs[product], shift: node.inputs[shift], in: rewriting.graph),
                rewriting.graph.type(of: parts.x) == node.type
            else { continue }
            return try parts.add(to: &rewriting, name: node.name)
        }
        return nil
    }
}

/// The parts of a batch normalization that was written out.
private struct Parts {
    let x: Value
    let scale: Value?
    let offset: Value?
    let mean: Value
    let variance: Value
    let epsilon: Double

    init?(product: Value, shift: Value, in graph: Graph) {
        guard case .binary(.multiply) = graph[product].operation else { return nil }
        for (candidate, factor) in [(0, 1), (1, 0)].map({
            (graph[product].inputs[$0], graph[product].inputs[$1])
        }) {
            guard let inverse = InverseDeviation(factor, in: graph),
                let (offset, mean) = Self.shift(shift, by: factor, in: graph)
            else { continue }
            x = candidate
            scale = inverse.scale
            variance = inverse.variance
            epsilon = inverse.epsilon
            self.offset = offset
            self.mean = mean
            return
        }
        return nil
    }

    /// Reads `β − mean · inv`, `(−mean) · inv` or `−(mean · inv)`.
    private static func shift(
        _ value: Value, by factor: Value, in graph: Graph
    ) -> (offset: Value?, mean: Value)? {
        let node = graph[value]
        let offset: Value?
        let scaledMean: Value
        switch node.operation {
        case .binary(.subtract): (offset, scaledMean) = (node.inputs[0], node.inputs[1])
        case .unary(.negation): (offset, scaledMean) = (nil, node.inputs[0])
        case .binary(.multiply):
            for (negated, inverse) in [(0, 1), (1, 0)] where node.inputs[inverse] == factor {
                guard case .unary(.negation) = graph[node.inputs[negated]].operation else {
                    continue
                }
                return (nil, graph[node.inputs[negated]].inputs[0])
            }
            return nil
        default: return nil
        }
        guard case .binary(.multiply) = graph[scaledMean].operation else { return nil }
        let factors = graph[scaledMean].inputs
        if factors[1] == factor { return (offset, factors[0]) }
        if factors[0] == factor { return (offset, factors[1]) }
        return nil
    }

    /// Adds the operation if every parameter is a constant with one number for each channel.
    ///
    /// Where the channels are not innermost, they are brought there and back again.
    func add(to rewriting: inout Rewriting, name: String) throws(GraphError) -> Value? {
        let type = rewriting.graph.type(of: x)
        let parameters = [scale, offset, mean, variance].compactMap { $0 }
        guard let axes = ChannelAxes(of: parameters, in: rewriting.graph, x: type) else {
            return nil
        }
        let vectors = parameters.map { parameter in
            let tensor = rewriting.constant(parameter)
            return tensor.map { tensor in
                tensor.shape == [axes.count]
                    ? parameter
                    : rewriting.addConstant(
                        tensor.reshaped(to: [axes.count]), name: rewriting[parameter].name)
            }
        }
        let operation = BatchNormalization(
            epsilon: epsilon, hasScale: scale != nil, hasOffset: offset != nil)
        let inner = try axes.broughtInnermost(x, in: &rewriting, name: name)
        let normalized = try rewriting.add(
            .batchNormalization(operation), [inner] + vectors.compactMap { $0 }, name: name)
        return try axes.broughtBack(normalized, in: &rewriting, name: name)
    }
}

/// `rsqrt(variance + ε)`, times γ if there is one.
private struct InverseDeviation {
    var scale: Value?
    let variance: Value
    let epsilon: Double

    init?(_ value: Value, in graph: Graph) {
        let node = graph[value]
        switch node.operation {
        case .unary(.reciprocalSquareRoot):
            let sum = graph[node.inputs[0]]
            guard case .binary(.add) = sum.operation else { return nil }
            for (variance, epsilon) in [(0, 1), (1, 0)].map({ (sum.inputs[$0], sum.inputs[$1]) }) {
                guard let tensor = graph.constant(epsilon), tensor.elementType == .float32,
                    tensor.elementCount == 1, graph.constant(variance) != nil
                else { continue }
                self.variance = variance
                self.epsilon = Double(tensor.elements(as: Float.self)[0])
                return
            }
            return nil
        case .binary(.multiply):
            for (root, scale) in [(0, 1), (1, 0)].map({ (node.inputs[$0], node.inputs[$1]) }) {
                guard case .unary(.reciprocalSquareRoot) = graph[root].operation,
                    let inverse = InverseDeviation(root, in: graph)
                else { continue }
                variance = inverse.variance
                epsilon = inverse.epsilon
                self.scale = scale
                return
            }
            return nil
        default: return nil
        }
    }
}
