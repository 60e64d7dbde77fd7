import Tensors

/// The same numbers in another element type, as C converts them.
///
/// Input: a value. Result: the same dimensions.
public struct Cast: Hashable, OperationPayload {
    /// The element type of the result.
    public var elementType: ElementType

    /// Makes a cast to an element type.
    public init(to elementType: ElementType) { self.elementType = elementType }

    var mnemonic: String { "cast to \(elementType)" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        return ValueType(elementType, inputs[0].dimensions)
    }
}
