import Tensors

/// What a model takes or gives under one name.
public struct TensorSignature: Hashable, Sendable {
    /// The name requests and answers use.
    public let name: String
    /// The type of every element.
    public let elementType: ElementType
    /// The extents, outermost first; nil where any extent is accepted, as for the batch.
    public let dimensions: [Int?]

    /// Makes a signature from its parts.
    public init(name: String, elementType: ElementType, dimensions: [Int?]) {
        self.name = name
        self.elementType = elementType
        self.dimensions = dimensions
    }
}

/// The named inputs and outputs of a model, in the model's order.
public struct ModelSignature: Hashable, Sendable {
    /// What a request must give.
    public let inputs: [TensorSignature]
    /// What an answer holds.
    public let outputs: [TensorSignature]

    /// Makes a signature from its parts.
    public init(inputs: [TensorSignature], outputs: [TensorSignature]) {
        self.inputs = inputs
        self.outputs = outputs
    }
}
