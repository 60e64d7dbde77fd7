import Graph

/// The elements along some axes in reverse order; the batch keeps its order.
enum ReverseV2 {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let type = node.type(of: value)
        let axes = try node.axes(node.knownIntegers(1, as: "the axes"), rank: type.rank)
        guard !axes.isEmpty else { return [.value(value)] }
        var spans = [Slice.Span?](repeating: nil, count: type.rank)
        for axis in axes {
            guard let extent = type.dimensions[axis].fixedExtent else {
                throw node.unsupported("it reverses the batch")
            }
            spans[axis] = Slice.Span(begin: max(0, extent - 1), count: extent, step: -1)
        }
        return [.value(try node.add(.slice(Slice(spans)), [value]))]
    }
}
