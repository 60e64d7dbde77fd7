import Graph

/// Leaves out dimensions of extent 1: those named, or all.
enum Squeeze {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        if node.isKnown(0), var integers = try node.integers(0) {
            integers.isScalar = integers.elements.count == 1
            return node.shape(integers)
        }
        if let images = try node.interleaved(0) {
            let axes = node.attributes.integers("squeeze_dims")
            return [.interleaved(try images.squeezed(node, axes: axes))]
        }
        let value = try node.value(0)
        let dimensions = node.type(of: value).dimensions
        var axes = try node.axes(
            node.attributes.integers("squeeze_dims"), rank: dimensions.count)
        if axes.isEmpty { axes = dimensions.indices.filter { dimensions[$0] == .fixed(1) } }
        guard axes.allSatisfy({ dimensions[$0] == .fixed(1) }) else {
            throw node.unsupported("axes \(axes) of \(node.type(of: value)) are not all 1")
        }
        let kept = dimensions.indices.filter { !axes.contains($0) }.map { dimensions[$0] }
        return [.value(try node.reshape(value, to: kept))]
    }
}
