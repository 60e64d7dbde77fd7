import Graph

/// Takes a tensor apart along an axis, which the parts no longer have.
enum Unpack {
    private static let limit = 4096

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        if node.isKnown(0), let integers = try node.integers(0), !integers.isScalar {
            return integers.elements.map {
                .shape(
                    SymbolicIntegers([$0], isScalar: true, elementType: integers.elementType),
                    name: node.node.name)
            }
        }
        let value = try node.value(0)
        let type = node.type(of: value)
        let axis = try node.axis(node.attributes.integer("axis") ?? 0, rank: type.rank)
        guard let count = type.dimensions[axis].fixedExtent, count <= limit else {
            throw node.unsupported("axis \(axis) of \(type) must be known, and at most \(limit)")
        }
        var kept = type.dimensions
        kept.remove(at: axis)
        var parts: [ImportedTensor] = []
        for index in 0..<count {
            var spans = [Slice.Span?](repeating: nil, count: type.rank)
            spans[axis] = Slice.Span(begin: index, count: 1)
            let part = try node.add(.slice(Slice(spans)), [value], "/slice_\(index)")
            parts.append(.value(try node.reshape(part, to: kept, "/\(index)")))
        }
        return parts
    }
}
