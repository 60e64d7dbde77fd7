import Tensors
import Wire

extension TFTensorShapeProto {
    /// The shape when every extent is known and the number of elements fits an `Int`; nil otherwise.
    public var knownShape: Shape? {
        guard !unknownRank else { return nil }
        let extents = dim.map { Int($0.size) }
        return Shape.elementCountIfValid(extents) == nil ? nil : Shape(extents)
    }

    /// A message for a known shape.
    public init(_ shape: Shape) {
        self.init()
        dim = shape.dimensions.map { extent in
            var dimension = Dim()
            dimension.size = Int64(extent)
            return dimension
        }
    }
}
