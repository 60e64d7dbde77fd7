import Tensors

/// The index of the largest (or smallest) element along an axis; the first if several are equal.
///
/// Input: numbers. Result: indices, without the axis.
public struct ArgMax: Hashable, OperationPayload {
    /// The axis, not negative.
    public var axis: Int
    /// Whether the smallest element is sought instead.
    public var seeksMinimum: Bool
    /// The type of the indices, `int32` or `int64`.
    public var elementType: ElementType

    /// Makes a search from its parts.
    public init(axis: Int, seeksMinimum: Bool = false, elementType: ElementType = .int64) {
        self.axis = axis
        self.seeksMinimum = seeksMinimum
        self.elementType = elementType
    }

    var mnemonic: String { seeksMinimum ? "arg min" : "arg max" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        try expectAxis(axis, in: inputs[0])
        guard try fixedExtent(inputs[0], axis: axis, as: "the searched dimension") > 0,
            elementType == .int32 || elementType == .int64
        else {
            throw TypeMismatch("\(inputs[0]) has nothing to search, or indices are \(elementType)")
        }
        var dimensions = inputs[0].dimensions
        dimensions.remove(at: axis)
        return ValueType(elementType, dimensions)
    }
}
