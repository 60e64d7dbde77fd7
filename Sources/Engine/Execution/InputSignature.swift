import Graph
import Tensors

/// The names and types of a model's inputs, and the check of what a run is given.
struct InputSignature: Sendable {
    let inputs: [(name: String, type: ValueType)]

    init(_ graph: Graph) {
        inputs = graph.inputs.map { (graph[$0].name, graph.type(of: $0)) }
    }

    /// The batch size that the tensors have in common; 1 if no input depends on it.
    ///
    /// - Throws: `EngineError` if they are not as the inputs ask, or the batch is empty.
    func batchSize(of tensors: [Tensor]) throws(EngineError) -> Int {
        guard tensors.count == inputs.count else {
            throw .inputCount(expected: inputs.count, given: tensors.count)
        }
        var batchSize: Int?
        for (index, tensor) in tensors.enumerated() {
            let type = inputs[index].type
            guard tensor.elementType == type.elementType, tensor.shape.rank == type.rank else {
                throw mismatch(index, tensor)
            }
            for axis in 0..<type.rank {
                let extent = tensor.shape[axis]
                switch type.dimensions[axis] {
                case .fixed(let expected):
                    guard extent == expected else { throw mismatch(index, tensor) }
                case .batch(let times):
                    guard extent > 0 else { throw .emptyBatch(name: inputs[index].name) }
                    guard extent % times == 0 else { throw mismatch(index, tensor) }
                    let expected = batchSize ?? extent / times
                    guard extent / times == expected else {
                        throw .inconsistentBatch(
                            name: inputs[index].name, expected: expected, given: extent / times)
                    }
                    batchSize = expected
                }
            }
        }
        return batchSize ?? 1
    }

    private func mismatch(_ index: Int, _ tensor: Tensor) -> EngineError {
        .inputMismatch(
            name: inputs[index].name, expected: inputs[index].type, given: ValueType(of: tensor))
    }
}
