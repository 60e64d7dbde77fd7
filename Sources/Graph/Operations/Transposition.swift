/// The same elements with the dimensions in another order.
///
/// Input: a value. Result: its dimension `i` is the input's dimension `permutation[i]`.
public struct Transposition: Hashable, OperationPayload {
    /// For each dimension of the result, the input's.
    public var permutation: [Int]

    /// Makes a transposition.
    public init(_ permutation: [Int]) { self.permutation = permutation }

    var mnemonic: String { "transposition" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        guard permutation.sorted() == Array(0..<inputs[0].rank) else {
            throw TypeMismatch("\(permutation) does not permute the dimensions of \(inputs[0])")
        }
        let dimensions = inputs[0].dimensions
        return inputs[0].with(dimensions: permutation.map { dimensions[$0] })
    }
}
