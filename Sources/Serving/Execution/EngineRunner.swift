import Engine
import Graph
import Tensors

/// Runs batches on the engine, with the weights and plans that all executors of a model share.
struct EngineRunner: BatchRunner {
    private let executor: Executor

    init(_ model: CompiledModel, threads: Int) throws(EngineError) {
        executor = try model.makeExecutor(threads: threads)
    }

    func run(_ inputs: [Tensor], threads: Int) throws -> [Tensor] {
        try executor.run(inputs, threads: min(threads, executor.threads))
    }
}

extension ModelSignature {
    /// What a compiled model takes and gives.
    ///
    /// - Throws: `ServingError.notBatched` where the batch is elsewhere than in front.
    init(_ model: CompiledModel) throws(ServingError) {
        self.init(
            inputs: try Self.signatures(of: model.inputs, role: .input),
            outputs: try Self.signatures(of: model.outputs, role: .output))
    }

    private static func signatures(
        of tensors: [(name: String, type: ValueType)], role: ServingError.Role
    ) throws(ServingError) -> [TensorSignature] {
        guard !tensors.isEmpty else { throw .nothing(role) }
        var signatures: [TensorSignature] = []
        for (name, type) in tensors {
            let row = type.dimensions.dropFirst().map(\.fixedExtent)
            guard type.isBatched, !row.contains(nil) else {
                throw .notBatched(role, name: name, type: type.description)
            }
            signatures.append(
                TensorSignature(
                    name: name, elementType: type.elementType, dimensions: [nil] + row))
        }
        return signatures
    }
}
