import Checkpoints
import Wire

extension TrainingGraph {
    /// What is known of a tensor, for messages.
    func candidate(_ tensor: TensorReference) -> ImportError.Candidate {
        ImportError.Candidate(
            name: name(of: tensor), op: nodes[tensor.node].op,
            type: elementType(of: tensor)?.name, dimensions: dimensions(of: tensor))
    }

    /// The type of a tensor's elements, if its node tells.
    func elementType(of tensor: TensorReference) -> TFDataType? {
        let attributes = nodes[tensor.node].attributes
        for list in ["output_types", "component_types", "Tout"] {
            let types = attributes.types(list)
            if types.indices.contains(tensor.output) { return types[tensor.output] }
        }
        return (attributes.type("dtype") ?? attributes.type("T"))?.withoutReference
    }

    /// The dimensions of a tensor, nil where unknown; nil as a whole if its node does not tell.
    func dimensions(of tensor: TensorReference) -> [Int?]? {
        let node = nodes[tensor.node]
        for list in ["_output_shapes", "output_shapes"] {
            let shapes = node.attributes.shapes(list)
            if shapes.indices.contains(tensor.output),
                let dimensions = shapes[tensor.output].extents
            {
                return dimensions
            }
        }
        if let shape = node.attributes.shape("shape") { return shape.extents }
        // A queue knows the shapes of what it holds, without the batch that is taken from it.
        guard node.op.hasPrefix("QueueDequeue"), let queue = node.inputs.first else { return nil }
        let shapes = self[queue].attributes.shapes("shapes")
        guard shapes.indices.contains(tensor.output), let row = shapes[tensor.output].extents else {
            return nil
        }
        return node.op.contains("Many") || node.op.contains("UpTo") ? [nil] + row : row
    }
}

extension TFTensorShapeProto {
    /// The extents, nil where unknown; nil as a whole if even the rank is.
    var extents: [Int?]? {
        unknownRank ? nil : dim.map { $0.size < 0 ? nil : Int($0.size) }
    }
}

extension TrainingNode {
    /// Whether a training program feeds data in here.
    var isSource: Bool {
        switch op {
        case "Placeholder", "PlaceholderV2", "IteratorGetNext", "IteratorGetNextSync":
            true
        default: op.hasPrefix("QueueDequeue") || op.hasPrefix("ReaderRead")
        }
    }
}
