/// `x · scale + offset` with the same numbers for all channels, as written-out functions have it.
struct UniformAffine {
    let x: Value
    var scale = 1.0
    var offset = 0.0

    /// Reads an affine map without a function; nil if its numbers differ or are no constants.
    init?(_ value: Value, in rewriting: Rewriting) {
        let node = rewriting[value]
        guard case .channelAffine(let affine) = node.operation, affine.activation == nil,
            let map = AffineMap(affine, of: node, in: rewriting)
        else { return nil }
        x = node.inputs[0]
        if let vector = map.scale {
            guard let number = vector.uniformValue else { return nil }
            scale = number
        }
        if let vector = map.offset {
            guard let number = vector.uniformValue else { return nil }
            offset = number
        }
    }

    /// Reads any value as a multiple of another, itself if it is not written as one.
    static func multiple(_ value: Value, in rewriting: Rewriting) -> UniformAffine {
        if let affine = UniformAffine(value, in: rewriting), affine.offset == 0 { return affine }
        return UniformAffine(itself: value)
    }

    private init(itself value: Value) { x = value }
}

extension ChannelVector {
    /// The number that all channels have, if they have one.
    var uniformValue: Double? {
        guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
        return first
    }
}

/// Whether two numbers are the same up to the rounding of float32.
func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 2e-7 * max(abs(left), abs(right))
}

extension Rewriting {
    /// Adds a multiple of a function of a value.
    mutating func addUnary(
        _ function: Unary, of x: Value, times factor: Double, name: String
    ) throws(GraphError) -> Value {
        guard !isClose(factor, 1), let channels = graph.type(of: x).channelCount else {
            return try add(.unary(function), [x], name: name)
        }
        let result = try add(.unary(function), [x], name: "\(name)/\(function.mnemonic)")
        return try addAffine(
            AffineMap(scale: ChannelVector(repeating: factor, count: channels)), of: result,
            name: name)
    }

    /// The node that produces a value, if it is the function and nothing else reads it.
    func unaryInput(_ function: Unary, _ value: Value) -> Value? {
        let node = self[value]
        guard case .unary(function) = node.operation, hasSingleUse(value) else { return nil }
        return node.inputs[0]
    }
}

extension Node {
    /// The factors of a product of two values, one way round and the other; empty for anything else.
    var factorPairs: [(Value, Value)] {
        guard case .binary(.multiply) = operation else { return [] }
        return [(inputs[0], inputs[1]), (inputs[1], inputs[0])]
    }
}
