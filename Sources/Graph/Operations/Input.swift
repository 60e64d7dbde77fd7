/// A value that each request gives; takes no inputs.
public struct Input: OperationPayload {
    /// The type of the value; the outermost dimension is usually the batch.
    public let type: ValueType

    /// Makes an input of the given type.
    public init(_ type: ValueType) { self.type = type }

    var mnemonic: String { "input" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 0)
        return type
    }
}
