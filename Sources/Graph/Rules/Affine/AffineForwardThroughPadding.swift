/// Moves an affine map from before a padding to behind it, where an unpadded product takes it.
///
/// Mirrored places follow the map; a number must be what the map makes of one other number in every
/// channel, and that is what is padded with instead.
public struct AffineForwardThroughPadding: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-forward-through-padding"

    /// Makes the rule.
    public init() {}

    /// The product of the affine map of the padded value.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard node.operation.epilogue != nil, rewriting.hasSingleUse(node.inputs[0]) else {
            return nil
        }
        let middle = rewriting[node.inputs[0]]
        guard case .padding(let padding) = middle.operation,
            rewriting.hasSingleUse(middle.inputs[0]),
            LinearOperation(node, in: rewriting)?.canBePreceded(in: rewriting) == true
        else { return nil }
        let producer = rewriting[middle.inputs[0]]
        guard case .channelAffine(let affine) = producer.operation, affine.activation == nil,
            let map = AffineMap(affine, of: producer, in: rewriting),
            let earlier = map.paddingBefore(padding)
        else { return nil }
        let padded = try rewriting.add(
            .padding(earlier), [producer.inputs[0]], name: middle.name,
            as: .moved(node.inputs[0]))
        let mapped = try rewriting.addAffine(
            map, of: padded, name: producer.name, as: .moved(middle.inputs[0]))
        return try rewriting.add(
            node.operation, [mapped] + node.inputs.dropFirst(), name: node.name)
    }
}

extension AffineMap {
    /// The padding before this map that does what `padding` does after it; nil if there is none.
    fileprivate func paddingBefore(_ padding: Padding) -> Padding? {
        guard padding.amounts.last == EdgePadding.none else { return nil }
        guard case .constant(let number) = padding.mode else { return padding }
        let channels = scale?.values.count ?? offset?.values.count ?? 0
        let numbers = (0..<channels).map { channel in
            (Double(number) - (offset?.values[channel] ?? 0)) / (scale?.values[channel] ?? 1)
        }
        // Exact in float32, or the places would differ from what they were by more than rounding.
        guard let before = ChannelVector(numbers).uniformValue, before.isFinite,
            Double(Float(before)) == before
        else { return nil }
        var result = padding
        result.mode = .constant(Float(before))
        return result
    }
}
