/// Removes operations that change nothing, and joins two that could be one.
///
/// A reshape or cast to what the value already is, a transposition that keeps the order, a slice of
/// everything, padding by nothing, a concatenation of one, multiplying by 1 and adding 0; a reshape
/// of a reshape or of a transposition in which no element moves, a transposition of a transposition.
public struct IdentityRemoval: RewriteRule {
    /// The rule's name in messages.
    public let name = "identity-removal"

    /// Makes the rule.
    public init() {}

    /// The value as it was, or the one operation instead of two.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let input = node.inputs.first else { return nil }
        let producer = rewriting[input]
        switch node.operation {
        case .reshape, .cast:
            if producer.type == node.type { return input }
        case .transposition(let transposition):
            if transposition.permutation == Array(0..<producer.type.rank) { return input }
        case .slice(let slice):
            if slice.spans.allSatisfy({ $0 == nil }) { return input }
        case .padding(let padding):
            if padding.amounts.allSatisfy({ $0 == .none }) { return input }
        case .concatenation:
            if node.inputs.count == 1 { return input }
        case .channelAffine(let affine):
            guard affine.activation == nil,
                let map = AffineMap(affine, of: node, in: rewriting)
            else { return nil }
            if map.changesNothing { return input }
        default: return nil
        }
        switch (node.operation, producer.operation) {
        case (.reshape, .reshape):
            return try rewriting.add(node.operation, producer.inputs, name: node.name)
        case (.reshape, .transposition(let inner))
        where inner.permutation.keepsOrder(
            of: rewriting.graph.type(of: producer.inputs[0]).dimensions):
            return try rewriting.add(node.operation, producer.inputs, name: node.name)
        case (.transposition(let outer), .transposition(let inner)):
            let permutation = outer.permutation.map { inner.permutation[$0] }
            return try rewriting.add(
                .transposition(Transposition(permutation)), producer.inputs, name: node.name)
        default: return nil
        }
    }
}
