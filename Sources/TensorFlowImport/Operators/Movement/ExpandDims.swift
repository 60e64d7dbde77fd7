import Graph

/// Adds a dimension of extent 1.
enum ExpandDims {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let axis = try node.knownInteger(1, as: "the axis")
        if node.isKnown(0), var integers = try node.integers(0), integers.isScalar {
            integers.isScalar = false
            return node.shape(integers)
        }
        if let images = try node.interleaved(0) {
            return [.interleaved(try images.expanded(node, axis: axis))]
        }
        let value = try node.value(0)
        var dimensions = node.type(of: value).dimensions
        dimensions.insert(.fixed(1), at: try node.axis(axis, rank: dimensions.count + 1))
        return [.value(try node.reshape(value, to: dimensions))]
    }
}
