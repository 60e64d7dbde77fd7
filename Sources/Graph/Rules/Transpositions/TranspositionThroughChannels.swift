/// Moves a transposition from before an operation on the innermost dimension to behind it, where that
/// dimension stays innermost; an affine map with the same numbers for all channels passes always.
public struct TranspositionThroughChannels: RewriteRule {
    /// The rule's name in messages.
    public let name = "transposition-through-channels"

    /// Makes the rule.
    public init() {}

    /// The transposition of the operation, if nothing else reads the transposition before it.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        switch node.operation {
        case .channelAffine, .batchNormalization, .softmax: break
        default: return nil
        }
        guard let transposed = TransposedValue(node.inputs[0], in: rewriting),
            transposed.isReadOnly(by: node, in: rewriting)
        else { return nil }
        let result: Value
        if transposed.permutation.last == transposed.permutation.count - 1 {
            result = try rewriting.add(
                node.operation, [transposed.source] + node.inputs.dropFirst(), name: node.name)
        } else if case .channelAffine(let affine) = node.operation,
            let map = AffineMap(affine, of: node, in: rewriting),
            let channels = rewriting.graph.type(of: transposed.source).channelCount,
            let uniform = map.uniform(over: channels)
        {
            result = try rewriting.addAffine(
                uniform, of: transposed.source, activation: affine.activation, name: node.name)
        } else {
            return nil
        }
        return try transposed.add(behind: result, to: &rewriting)
    }
}

extension AffineMap {
    /// The map for another number of channels; nil unless all channels have the same numbers.
    fileprivate func uniform(over channels: Int) -> AffineMap? {
        func uniform(_ vector: ChannelVector?) -> ChannelVector?? {
            guard let vector else { return .some(nil) }
            return vector.uniformValue.map { ChannelVector(repeating: $0, count: channels) }
        }
        guard let scale = uniform(scale), let offset = uniform(offset) else { return nil }
        return AffineMap(scale: scale, offset: offset)
    }
}
