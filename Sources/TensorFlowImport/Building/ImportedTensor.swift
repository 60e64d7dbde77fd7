import Graph
import Tensors

/// What a tensor of the training graph became.
enum ImportedTensor {
    /// A value of the inference graph.
    case value(Value)
    /// A constant that is put into the graph when something reads it there.
    case constant(Tensor, name: String)
    /// Images within a dilated convolution that is written with `SpaceToBatchND`.
    case interleaved(InterleavedImages)
    /// Integers that depend on the batch size; they only take part in shapes.
    case integers(SymbolicIntegers)

    /// Integers as a constant if they are all known.
    static func shape(_ integers: SymbolicIntegers, name: String) -> ImportedTensor {
        integers.tensor.map { .constant($0, name: name) } ?? .integers(integers)
    }
}
