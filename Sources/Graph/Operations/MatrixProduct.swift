/// The product of matrices over the two innermost dimensions.
///
/// Inputs: left `[…, m, k]` (`[…, k, m]` if transposed), right `[…, k, n]` (`[…, n, k]` if
/// transposed), then those of the epilogue, which need a right side of rank 2. Outer dimensions
/// broadcast. Result: `[…, m, n]`.
public struct MatrixProduct: Hashable, OperationPayload {
    /// Whether the left matrices are given transposed.
    public var transposesLeft: Bool
    /// Whether the right matrices are given transposed.
    public var transposesRight: Bool
    /// What is done to the result before it is written.
    public var epilogue: Epilogue

    /// Makes a matrix product from its parts.
    public init(
        transposesLeft: Bool = false, transposesRight: Bool = false, epilogue: Epilogue = .none
    ) {
        self.transposesLeft = transposesLeft
        self.transposesRight = transposesRight
        self.epilogue = epilogue
    }

    var mnemonic: String { "matrix product" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 2 + epilogue.inputCount)
        try expectSameElementType(inputs)
        let (left, right) = (inputs[0], inputs[1])
        guard left.rank >= 2, right.rank >= 2 else {
            throw TypeMismatch("both sides must have rank 2 or more, given \(left) and \(right)")
        }
        guard epilogue == .none || right.rank == 2 else {
            throw TypeMismatch("an epilogue needs a right side of rank 2, given \(right)")
        }
        func matrix(_ type: ValueType, transposed: Bool) -> (rows: Dimension, columns: Dimension) {
            let last = type.rank - 1
            return transposed
                ? (type.dimensions[last], type.dimensions[last - 1])
                : (type.dimensions[last - 1], type.dimensions[last])
        }
        let a = matrix(left, transposed: transposesLeft)
        let b = matrix(right, transposed: transposesRight)
        guard a.columns == b.rows else {
            throw TypeMismatch(
                "the inner dimensions \(a.columns) and \(b.rows) of \(left) and \(right) differ")
        }
        let outer = try broadcast(
            Array(left.dimensions.dropLast(2)), Array(right.dimensions.dropLast(2)))
        let result = left.with(dimensions: outer + [a.rows, b.columns])
        try epilogue.check(inputs, result: result)
        return result
    }
}
