import Graph

/// `Gather` and `GatherV2` with indices known at load: of a shape, or of a value's fixed axis.
enum Gather {
    /// More slices than this would be slower than what they stand for.
    private static let limit = 256

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let indices = try node.knownIntegers(1, as: "the indices")
        let rankOfIndices = try node.type(1).rank
        guard rankOfIndices <= 1, node.attributes.integer("batch_dims") ?? 0 == 0 else {
            throw node.unsupported("the indices must be a number or a vector")
        }
        let given = node.inputCount > 2 ? try node.knownInteger(2, as: "the axis") : 0
        let axis = try node.axis(given, rank: node.type(0).rank)
        let extent = try node.type(0).dimensions[axis].fixedExtent
        guard let extent, indices.allSatisfy({ (0..<extent).contains($0) }) else {
            throw node.unsupported(
                "the indices are not all within axis \(axis) of \(try node.type(0))")
        }
        if node.isKnown(0), var integers = try node.integers(0), !integers.isScalar {
            integers.elements = indices.map { integers.elements[$0] }
            integers.isScalar = rankOfIndices == 0
            return node.shape(integers)
        }
        return try take(node, indices, axis, dropsAxis: rankOfIndices == 0)
    }

    private static func take(
        _ node: NodeImport, _ indices: [Int], _ axis: Int, dropsAxis: Bool
    ) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        guard !indices.isEmpty, indices.count <= limit else {
            throw node.unsupported("\(indices.count) indices")
        }
        var parts: [Value] = []
        for index in indices {
            var spans = [Slice.Span?](repeating: nil, count: node.type(of: value).rank)
            spans[axis] = Slice.Span(begin: index, count: 1)
            parts.append(try node.add(.slice(Slice(spans)), [value], "/\(parts.count)"))
        }
        if dropsAxis {
            var kept = node.type(of: value).dimensions
            kept.remove(at: axis)
            return [.value(try node.reshape(parts[0], to: kept))]
        }
        guard parts.count > 1 else { return [.value(parts[0])] }
        return [.value(try node.add(.concatenation(Concatenation(axis: axis)), parts))]
    }
}
