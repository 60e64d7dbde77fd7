import Graph
import Tensors

/// Every graph operation in plain Swift.
///
/// Tests compare other kernels with these, and they run what no other kernel runs. `float16` and
/// `bfloat16` are computed in `float32` and rounded once; sums over `float32` are gathered in
/// `float64` where they are reductions, in `float32` where they are convolutions and products.
public enum ReferenceKernels {
    /// Computes the result of an operation.
    ///
    /// - Parameters:
    ///   - inputs: As the operation's documentation says. An input operation takes one tensor, the
    ///     value given for it.
    ///   - batchSize: The rows that `Dimension.batch` stands for in the operation.
    /// - Throws: `EngineError.invalidOperation` if the operation can't take these inputs,
    ///   `divisionByZero` for integers.
    public static func evaluate(
        _ operation: Operation, _ inputs: [Tensor], batchSize: Int
    ) throws(EngineError) -> Tensor {
        switch operation {
        case .constant(let tensor): return tensor
        case .input(let input):
            guard let given = inputs.first, given.shape == input.type.shape(batchSize: batchSize),
                given.elementType == input.type.elementType
            else {
                throw .invalidOperation(
                    node: "", operation: operation.mnemonic,
                    reason: "takes one tensor of \(input.type), given \(inputs.map(\.shape))")
            }
            return given
        case .reshape(let reshape):
            let shape = Shape(reshape.dimensions.map { $0.extent(batchSize: batchSize) })
            guard inputs.count == 1, inputs[0].elementCount == shape.elementCount else {
                throw .invalidOperation(
                    node: "", operation: operation.mnemonic,
                    reason: "\(inputs.map(\.shape)) can't take the shape \(shape)")
            }
            return inputs[0].reshaped(to: shape)
        default:
            let type = try resultType(of: operation, inputs)
            return try Tensor(
                shape: type.shape(batchSize: batchSize), elementType: type.elementType
            ) { bytes throws(EngineError) in
                guard let address = bytes.baseAddress else { return }
                let result = Destination(
                    address: address, shape: type.shape(batchSize: batchSize),
                    elementType: type.elementType)
                try withOperands(inputs[...], []) { operands throws(EngineError) in
                    try compute(operation, operands, into: result)
                }
            }
        }
    }

    private static func resultType(
        of operation: Operation, _ inputs: [Tensor]
    ) throws(EngineError) -> ValueType {
        var graph = Graph()
        let values = inputs.map { graph.addConstant($0, name: "") }
        do {
            let value = try graph.add(operation, values, name: "")
            return graph.type(of: value)
        } catch {
            throw .invalidOperation(
                node: "", operation: operation.mnemonic, reason: error.description)
        }
    }

    /// Borrows the memory of all tensors at once.
    private static func withOperands(
        _ tensors: ArraySlice<Tensor>, _ operands: [Operand],
        _ body: ([Operand]) throws(EngineError) -> Void
    ) throws(EngineError) {
        guard let first = tensors.first else { return try body(operands) }
        try first.withUnsafeBytes { bytes throws(EngineError) in
            guard let address = bytes.baseAddress else { return }
            let operand = Operand(
                address: address, shape: first.shape, elementType: first.elementType)
            try withOperands(tensors.dropFirst(), operands + [operand], body)
        }
    }
}
