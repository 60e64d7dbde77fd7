/// Places added around a value.
///
/// Input: a value. Result: larger by the amounts.
public struct Padding: Hashable, OperationPayload {
    /// What the added places hold.
    public enum Mode: Hashable, Sendable {
        /// A number.
        case constant(Float)
        /// The mirror image without the edge itself.
        case reflect
        /// The mirror image with the edge itself.
        case symmetric
    }

    /// How many places are added before and after, for each dimension.
    public var amounts: [EdgePadding]
    /// What they hold.
    public var mode: Mode

    /// Makes a padding from its parts.
    public init(_ amounts: [EdgePadding], mode: Mode = .constant(0)) {
        self.amounts = amounts
        self.mode = mode
    }

    var mnemonic: String { "padding" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        guard amounts.count == inputs[0].rank,
            amounts.allSatisfy({ $0.before >= 0 && $0.after >= 0 })
        else {
            throw TypeMismatch(
                "\(amounts.count) amounts, none negative, can't pad \(inputs[0])")
        }
        var dimensions = inputs[0].dimensions
        for (axis, amount) in amounts.enumerated() where amount != .none {
            let extent = try fixedExtent(inputs[0], axis: axis, as: "a padded dimension")
            let reach =
                switch mode {
                case .constant: Int.max
                case .reflect: extent - 1
                case .symmetric: extent
                }
            guard amount.before <= reach, amount.after <= reach else {
                throw TypeMismatch("axis \(axis) of \(inputs[0]) is too short to mirror")
            }
            dimensions[axis] = .fixed(extent + amount.before + amount.after)
        }
        return inputs[0].with(dimensions: dimensions)
    }
}
