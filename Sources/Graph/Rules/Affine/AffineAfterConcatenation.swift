/// Merges the affine maps of all branches of a concatenation, which no product before took, into one
/// behind it.
///
/// One step instead of several, and perhaps one that the product after it takes.
public struct AffineAfterConcatenation: RewriteRule {
    /// The rule's name in messages.
    public let name = "affine-after-concatenation"

    /// Makes the rule.
    public init() {}

    /// The affine map of the joined values, if each branch ends with one of its own.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .concatenation(let concatenation) = node.operation, node.inputs.count > 1,
            concatenation.axis == node.type.rank - 1
        else { return nil }
        var sources: [Value] = []
        var scales: [Double] = []
        var offsets: [Double] = []
        for input in node.inputs {
            let branch = rewriting[input]
            guard case .channelAffine(let affine) = branch.operation, affine.activation == nil,
                rewriting.hasSingleUse(input), let channels = branch.type.channelCount,
                let map = AffineMap(affine, of: branch, in: rewriting)
            else { return nil }
            sources.append(branch.inputs[0])
            scales += map.scale?.values ?? Array(repeating: 1, count: channels)
            offsets += map.offset?.values ?? Array(repeating: 0, count: channels)
        }
        let joined = try rewriting.add(node.operation, sources, name: node.name)
        return try rewriting.addAffine(
            AffineMap(scale: ChannelVector(scales), offset: ChannelVector(offsets)), of: joined,
            name: "\(node.name)/affine")
    }
}
