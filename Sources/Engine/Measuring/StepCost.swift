import Graph
import Tensors

/// What one step of a compiled model has to do for a batch size, whatever runs it.
public struct StepCost: Hashable, Sendable {
    /// The node's name.
    public let node: String
    /// What it computes.
    public let operation: String
    /// Its floating-point operations, as `Operation.arithmetic` counts them.
    public let arithmetic: Int
    /// The bytes of all it reads and writes, each once: the least that memory must move if nothing
    /// is in a cache.
    public let byteCount: Int
}

extension CompiledModel {
    /// What each step has to do for a batch size, in the order of `Executor.measure`.
    public func costs(batchSize: Int) -> [StepCost] {
        graph.steps.map { step in
            let inputs = step.inputs.map { $0.type.shape(batchSize: batchSize) }
            let result = step.result.type.shape(batchSize: batchSize)
            let types = step.inputs.map(\.type.elementType) + [step.result.type.elementType]
            return StepCost(
                node: step.name, operation: step.operation.mnemonic,
                arithmetic: step.operation.arithmetic(inputs: inputs, result: result),
                byteCount: zip(inputs + [result], types).reduce(0) {
                    $0 + $1.0.elementCount * $1.1.byteCount
                })
        }
    }
}
