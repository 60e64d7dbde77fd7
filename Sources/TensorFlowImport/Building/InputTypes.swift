import Checkpoints
import Graph
import Tensors

/// The types that a model's inputs have in the inference graph.
struct InputTypes {
    let graph: TrainingGraph
    let options: ImportOptions

    /// An input's type, and the size its batch was fixed to in the graph, if it was.
    struct Input {
        let type: ValueType
        let fixedBatchSize: Int?
    }

    /// The type of an input.
    ///
    /// The outermost dimension is the batch if it is unknown, or, with `opensBatch`, if it is the
    /// fixed one of a tensor with two dimensions or more: people train with the size of their batches
    /// written into the placeholder.
    /// - Throws: `ImportError.unusableInput` if the type or another dimension is not known.
    func input(_ endpoint: Endpoint, opensBatch: Bool) throws(ImportError) -> Input {
        let candidate = graph.candidate(endpoint.tensor)
        guard let elementType = graph.elementType(of: endpoint.tensor)?.elementType else {
            throw .unusableInput(
                candidate,
                reason: "its elements are not numbers; name the tensor after the "
                    + "operators that decode it with --input-node")
        }
        let given = options.inputShapes[endpoint.name] ?? options.inputShapes[candidate.name]
        guard let extents = given ?? candidate.dimensions else {
            throw .unusableInput(candidate, reason: "its shape is not known")
        }
        var dimensions: [Dimension] = []
        var fixedBatchSize: Int?
        for (axis, extent) in extents.enumerated() {
            switch extent {
            case let extent? where axis == 0 && given == nil && extents.count > 1 && extent > 0:
                guard extent <= NodeImport.plausible.upperBound else {
                    throw .unusableInput(candidate, reason: "an extent is \(extent)")
                }
                fixedBatchSize = extent
                dimensions.append(opensBatch ? .batch : .fixed(extent))
            case let extent?:
                guard NodeImport.plausible.contains(extent), extent >= 0 else {
                    throw .unusableInput(candidate, reason: "an extent is \(extent)")
                }
                dimensions.append(.fixed(extent))
            case nil where axis == 0: dimensions.append(.batch)
            case nil:
                throw .unusableInput(candidate, reason: "dimension \(axis) is not known")
            }
        }
        return Input(
            type: ValueType(elementType, dimensions), fixedBatchSize: fixedBatchSize)
    }
}
