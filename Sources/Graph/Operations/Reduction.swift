/// The mean, sum, maximum, minimum or product over some dimensions; for booleans, all or any.
///
/// Input: a value. Result: the reduced dimensions have extent 1 or are left out.
public struct Reduction: Hashable, OperationPayload {
    /// What is computed over the reduced dimensions.
    public enum Kind: String, Sendable { case mean, sum, maximum, minimum, product, all, any }

    /// What is computed.
    public var kind: Kind
    /// The reduced axes, increasing, none negative.
    public var axes: [Int]
    /// Whether reduced dimensions stay with extent 1.
    public var keepsDimensions: Bool

    /// Makes a reduction from its parts.
    public init(_ kind: Kind, axes: [Int], keepsDimensions: Bool = false) {
        self.kind = kind
        self.axes = axes
        self.keepsDimensions = keepsDimensions
    }

    var mnemonic: String { "\(kind) reduction" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        for axis in axes { try expectAxis(axis, in: inputs[0]) }
        guard zip(axes, axes.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw TypeMismatch("axes must increase, given \(axes)")
        }
        let isLogical = kind == .all || kind == .any
        guard isLogical == (inputs[0].elementType == .bool) else {
            throw TypeMismatch(
                "takes \(isLogical ? "booleans" : "numbers"), given \(inputs[0])")
        }
        var dimensions: [Dimension] = []
        for (axis, dimension) in inputs[0].dimensions.enumerated() {
            if !axes.contains(axis) {
                dimensions.append(dimension)
            } else if keepsDimensions {
                dimensions.append(.fixed(1))
            }
        }
        return inputs[0].with(dimensions: dimensions)
    }
}
