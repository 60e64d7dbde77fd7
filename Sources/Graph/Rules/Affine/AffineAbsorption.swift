extension Rewriting {
    /// Whether an affine map of the value would disappear if it were moved there: into the weights
    /// of the products it comes from, or into affine maps that are there anyway.
    ///
    /// The rules that move affine maps backward ask this first, so that each move ends with one
    /// operation less, and none is ever undone.
    func absorbs(_ map: AffineMap, at value: Value, depth: Int = 0) -> Bool {
        guard hasSingleUse(value), depth < 8 else { return false }
        let node = self[value]
        func passes(_ input: Value, _ map: AffineMap) -> Bool {
            absorbs(map, at: input, depth: depth + 1)
        }
        switch node.operation {
        case .channelAffine(let affine):
            return affine.activation == nil && AffineMap(affine, of: node, in: self) != nil
        case .padding(let padding):
            guard map.passes(padding) != nil else { return false }
            return passes(node.inputs[0], map)
        case .concatenation(let concatenation):
            return map.parts(of: node, concatenation, in: self).map { parts in
                zip(node.inputs, parts).allSatisfy(passes)
            } ?? false
        case .binary(.add): return map.partsOfSum(node, in: self, absorbed: passes) != nil
        case .pooling, .reduction, .reshape, .transposition, .slice, .unary:
            return map.passesUnchanged(node, in: self) && passes(node.inputs[0], map)
        default:
            return LinearOperation(node, in: self)?.canBeFollowed(in: self) ?? false
        }
    }
}

extension AffineMap {
    /// Whether no channel changes its sign.
    var keepsOrder: Bool { scale.map { $0.values.allSatisfy { $0 >= 0 } } ?? true }

    /// The channels in a range.
    subscript(range: Range<Int>) -> AffineMap {
        AffineMap(scale: scale?[range], offset: offset?[range])
    }

    /// The padding after this map that does what `padding` does before it; nil if there is none.
    ///
    /// A number `p` becomes `p · scale + offset`, which must be one for all channels: zeros do no
    /// harm to a scale, an offset only passes if it is the same everywhere.
    func passes(_ padding: Padding) -> Padding? {
        guard padding.amounts.last == EdgePadding.none else { return nil }
        guard case .constant(let number) = padding.mode else { return padding }
        var result = padding
        let padded = AffineMap(offset: ChannelVector(repeating: Double(number), count: count))
            .followed(by: self)
        guard let uniform = padded.offset?.uniformValue else { return nil }
        result.mode = .constant(Float(uniform))
        return result
    }

    private var count: Int { scale?.values.count ?? offset?.values.count ?? 0 }

    /// The maps of a concatenation's inputs that together are this one.
    func parts(
        of node: Node, _ concatenation: Concatenation, in rewriting: Rewriting
    ) -> [AffineMap]? {
        guard concatenation.axis == node.type.rank - 1 else {
            return node.inputs.map { _ in self }
        }
        var parts: [AffineMap] = []
        var start = 0
        for input in node.inputs {
            guard let count = rewriting.graph.type(of: input).channelCount else { return nil }
            parts.append(self[start..<start + count])
            start += count
        }
        return parts
    }

    /// The maps of the two summands that together are this map of their sum, if both disappear
    /// there: both are scaled, and one takes the offset.
    func partsOfSum(
        _ node: Node, in rewriting: Rewriting, absorbed: (Value, AffineMap) -> Bool
    ) -> [AffineMap]? {
        guard node.inputs[0] != node.inputs[1],
            node.inputs.allSatisfy({ rewriting.graph.type(of: $0) == node.type })
        else { return nil }
        let none = AffineMap()
        let choices =
            scale == nil
            ? [[self, none], [none, self]]
            : [[self, AffineMap(scale: scale)], [AffineMap(scale: scale), self]]
        return choices.first { maps in
            zip(node.inputs, maps).allSatisfy { $1.isIdentity || absorbed($0, $1) }
        }
    }

    /// Whether the operation, of one input, gives the same when the map comes before it as when it
    /// comes after it.
    func passesUnchanged(_ node: Node, in rewriting: Rewriting) -> Bool {
        let input = rewriting.graph.type(of: node.inputs[0])
        switch node.operation {
        case .pooling(let pooling): return pooling.kind == .mean || keepsOrder
        case .reduction(let reduction):
            guard !reduction.axes.contains(input.rank - 1) else { return false }
            switch reduction.kind {
            case .mean: return true
            case .maximum, .minimum: return keepsOrder
            default: return false
            }
        case .reshape:
            return input.channelCount != nil && input.channelCount == node.type.channelCount
        case .transposition(let transposition):
            return transposition.permutation.last == input.rank - 1
        case .slice(let slice): return slice.spans.last == .some(nil)
        case .unary(.relu), .unary(.leakyRelu): return offset == nil && keepsOrder
        default: return false
        }
    }

    /// Whether the map has neither a scale nor an offset.
    var isIdentity: Bool { scale == nil && offset == nil }
}
