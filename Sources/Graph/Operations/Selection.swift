/// Elements of one value or the other, as a condition says.
///
/// Inputs: condition (booleans), values where it holds, values where it does not; all broadcast.
public struct Selection: Hashable, OperationPayload {
    /// Makes a selection.
    public init() {}

    var mnemonic: String { "selection" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 3)
        guard inputs[0].elementType == .bool else {
            throw TypeMismatch("the condition must be boolean, given \(inputs[0])")
        }
        try expectSameElementType(Array(inputs.dropFirst()))
        let both = try broadcast(inputs[1].dimensions, inputs[2].dimensions)
        return inputs[1].with(dimensions: try broadcast(inputs[0].dimensions, both))
    }
}
