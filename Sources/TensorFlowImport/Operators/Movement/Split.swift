import Graph

/// Takes a tensor apart along an axis: into equal parts, or parts of given sizes.
enum Split {
    private static let limit = 4096

    static func equal(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(1)
        let type = node.type(of: value)
        let axis = try node.axis(node.knownInteger(0, as: "the axis"), rank: type.rank)
        let count = node.attributes.integer("num_split") ?? 1
        guard let extent = type.dimensions[axis].fixedExtent, (1...limit).contains(count),
            extent % count == 0
        else {
            throw node.unsupported(
                "axis \(axis) of \(type) does not fall into \(count) equal parts")
        }
        return try parts(
            node, value, axis, [Int](repeating: extent / count, count: count))
    }

    static func sized(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let value = try node.value(0)
        let type = node.type(of: value)
        let axis = try node.axis(node.knownInteger(2, as: "the axis"), rank: type.rank)
        var sizes = try node.knownIntegers(1, as: "the sizes")
        guard let extent = type.dimensions[axis].fixedExtent else {
            throw node.unsupported("axis \(axis) of \(type) must be known")
        }
        if let open = sizes.firstIndex(of: -1) {
            sizes[open] = extent - sizes.reduce(1, +)
        }
        guard sizes.allSatisfy({ (0...extent).contains($0) }), sizes.reduce(0, +) == extent else {
            throw node.unsupported("sizes \(sizes) do not make up axis \(axis) of \(type)")
        }
        return try parts(node, value, axis, sizes)
    }

    private static func parts(
        _ node: NodeImport, _ value: Value, _ axis: Int, _ sizes: [Int]
    ) throws(ImportError) -> [ImportedTensor] {
        guard sizes.count > 1 else { return [.value(value)] }
        var begin = 0
        var result: [ImportedTensor] = []
        for (index, size) in sizes.enumerated() {
            var spans = [Slice.Span?](repeating: nil, count: node.type(of: value).rank)
            spans[axis] = Slice.Span(begin: begin, count: size)
            begin += size
            result.append(.value(try node.add(.slice(Slice(spans)), [value], "/\(index)")))
        }
        return result
    }
}
