import Tensors

/// One number for each channel, as the rules that move affine maps compute with.
///
/// Products and sums are taken in double precision and rounded once, when they become a constant.
struct ChannelVector {
    var values: [Double]

    init(_ values: [Double]) { self.values = values }

    init(repeating value: Double, count: Int) { values = Array(repeating: value, count: count) }

    /// Reads a float32 constant that multiplies or adds to channels.
    ///
    /// A scalar, or any shape whose extents are 1 but for the innermost; nil for anything else.
    init?(_ tensor: Tensor, channelCount: Int, rank: Int) {
        guard tensor.elementType == .float32, tensor.shape.rank <= rank,
            tensor.shape.dimensions.dropLast().allSatisfy({ $0 == 1 })
        else { return nil }
        let elements = tensor.elements(as: Float.self)
        switch elements.count {
        case channelCount: values = elements.map(Double.init)
        case 1: values = Array(repeating: Double(elements[0]), count: channelCount)
        default: return nil
        }
    }

    /// Reads a constant of shape `[channelCount]`.
    init?(_ tensor: Tensor?, channelCount: Int) {
        guard let tensor, tensor.elementType == .float32, tensor.shape == [channelCount] else {
            return nil
        }
        values = tensor.elements(as: Float.self).map(Double.init)
    }

    var tensor: Tensor { Tensor(values.map(Float.init)) }

    static func * (left: ChannelVector, right: ChannelVector) -> ChannelVector {
        left.combined(with: right, by: *)
    }

    static func + (left: ChannelVector, right: ChannelVector) -> ChannelVector {
        left.combined(with: right, by: +)
    }

    static func - (left: ChannelVector, right: ChannelVector) -> ChannelVector {
        left.combined(with: right, by: -)
    }

    func mapped(_ transform: (Double) -> Double) -> ChannelVector {
        var copy = self
        copy.values = values.map(transform)
        return copy
    }

    /// The channels in a range.
    subscript(range: Range<Int>) -> ChannelVector {
        var part = self
        part.values = Array(values[range])
        return part
    }

    private func combined(
        with other: ChannelVector, by function: (Double, Double) -> Double
    ) -> ChannelVector {
        var copy = self
        for index in values.indices {
            copy.values[index] = function(values[index], other.values[index])
        }
        return copy
    }
}

/// The scale and offset of an affine map per channel; nil where they change nothing.
struct AffineMap {
    var scale: ChannelVector?
    var offset: ChannelVector?

    init(scale: ChannelVector? = nil, offset: ChannelVector? = nil) {
        self.scale = scale
        self.offset = offset
    }

    /// Reads the constants of a `ChannelAffine` node; nil if one is not a constant.
    init?(_ affine: ChannelAffine, of node: Node, in rewriting: Rewriting) {
        guard let channels = node.type.channelCount else { return nil }
        if let index = affine.scaleIndex {
            scale = ChannelVector(
                rewriting.constant(node.inputs[index]), channelCount: channels)
            if scale == nil { return nil }
        }
        if let index = affine.offsetIndex {
            offset = ChannelVector(
                rewriting.constant(node.inputs[index]), channelCount: channels)
            if offset == nil { return nil }
        }
    }

    /// Whether every channel is multiplied by 1 and has 0 added.
    var changesNothing: Bool {
        (scale?.values ?? []).allSatisfy { $0 == 1 }
            && (offset?.values ?? []).allSatisfy { $0 == 0 }
    }

    /// The map that applies this one first and `next` after it.
    func followed(by next: AffineMap) -> AffineMap {
        var map = self
        if let factor = next.scale {
            map.scale = scale.map { $0 * factor } ?? factor
            map.offset = offset.map { $0 * factor }
        }
        if let summand = next.offset {
            map.offset = map.offset.map { $0 + summand } ?? summand
        }
        return map
    }
}

extension Rewriting {
    /// Adds an affine map as a node with constant scale and offset.
    mutating func addAffine(
        _ map: AffineMap, of input: Value, activation: Unary? = nil, name: String,
        as role: Rewriting.Role = .replacement
    ) throws(GraphError) -> Value {
        var inputs = [input]
        if let scale = map.scale {
            inputs.append(addConstant(scale.tensor, name: "\(name)/scale"))
        }
        if let offset = map.offset {
            inputs.append(addConstant(offset.tensor, name: "\(name)/offset"))
        }
        let affine = ChannelAffine(
            hasScale: map.scale != nil, hasOffset: map.offset != nil, activation: activation)
        return try add(.channelAffine(affine), inputs, name: name, as: role)
    }
}
