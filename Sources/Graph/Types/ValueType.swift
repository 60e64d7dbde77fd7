import Tensors

/// What is known of a value before it is computed: its element type and its dimensions.
public struct ValueType: Hashable, Sendable, CustomStringConvertible {
    /// The type of every element.
    public let elementType: ElementType
    /// The dimensions, outermost first.
    public let dimensions: [Dimension]

    /// Makes a type from its parts.
    public init(_ elementType: ElementType, _ dimensions: [Dimension]) {
        self.elementType = elementType
        self.dimensions = dimensions
    }

    /// The type of a known tensor.
    public init(of tensor: Tensor) {
        self.init(tensor.elementType, tensor.shape.dimensions.map(Dimension.fixed))
    }

    /// The number of dimensions.
    public var rank: Int { dimensions.count }

    /// The shape for a batch of `batchSize` rows.
    public func shape(batchSize: Int) -> Shape {
        Shape(dimensions.map { $0.extent(batchSize: batchSize) })
    }

    /// The shape, if it does not depend on the batch size.
    public var fixedShape: Shape? {
        let extents = dimensions.compactMap(\.fixedExtent)
        return extents.count == rank ? Shape(extents) : nil
    }

    /// Whether the outermost dimension is the batch itself, so that rows are independent requests.
    public var isBatched: Bool { dimensions.first == .batch }

    /// The number of channels: the extent of the innermost dimension, if known.
    public var channelCount: Int? { dimensions.last?.fixedExtent }

    /// This type with other dimensions.
    public func with(dimensions: [Dimension]) -> ValueType { ValueType(elementType, dimensions) }

    /// The element type and the dimensions, such as `float32[N, 8, 8, 1]`.
    public var description: String {
        "\(elementType)[" + dimensions.map(\.description).joined(separator: ", ") + "]"
    }
}
