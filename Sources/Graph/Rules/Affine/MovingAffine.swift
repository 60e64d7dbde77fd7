/// An affine map that would disappear if it were moved to before the operation it follows.
struct MovingAffine {
    let map: AffineMap
    /// The operation before the map; nothing else reads it.
    let producer: Node

    /// Reads a node; nil if it is none, or would stay where it were moved.
    init?(_ node: Node, in rewriting: Rewriting) {
        guard case .channelAffine(let affine) = node.operation, affine.activation == nil else {
            return nil
        }
        producer = rewriting[node.inputs[0]]
        switch producer.operation {
        case .padding, .concatenation, .binary(.add), .pooling, .reduction, .reshape,
            .transposition, .slice, .unary:
            break
        default: return nil
        }
        guard let map = AffineMap(affine, of: node, in: rewriting),
            rewriting.absorbs(map, at: node.inputs[0])
        else { return nil }
        self.map = map
    }
}
