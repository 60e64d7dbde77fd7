/// Values one after another along an axis.
///
/// Inputs: one or more values of one type but for the extent at `axis`, which must be known.
public struct Concatenation: Hashable, OperationPayload {
    /// The axis, not negative.
    public var axis: Int

    /// Makes a concatenation along an axis.
    public init(axis: Int) { self.axis = axis }

    var mnemonic: String { "concatenation" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        guard let first = inputs.first else { throw TypeMismatch("takes at least one input") }
        try expectSameElementType(inputs)
        try expectAxis(axis, in: first)
        var total = 0
        for input in inputs {
            var (ours, theirs) = (first.dimensions, input.dimensions)
            guard ours.count == theirs.count else {
                throw TypeMismatch("ranks differ: \(first) and \(input)")
            }
            total += try fixedExtent(input, axis: axis, as: "the joined dimension")
            (ours[axis], theirs[axis]) = (.fixed(0), .fixed(0))
            guard ours == theirs else {
                throw TypeMismatch("\(first) and \(input) differ outside of axis \(axis)")
            }
        }
        var dimensions = first.dimensions
        dimensions[axis] = .fixed(total)
        return first.with(dimensions: dimensions)
    }
}
