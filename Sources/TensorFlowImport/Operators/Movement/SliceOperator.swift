import Graph

/// `Slice`: from a beginning, so many elements along each axis; −1 takes the rest.
enum SliceOperator {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let begins = try node.integers(1)?.elements,
            let sizes = try node.integers(2)?.elements
        else {
            throw node.unsupported("begin and size must be known when the model is loaded")
        }
        if node.isKnown(0), var integers = try node.integers(0), !integers.isScalar,
            begins.count == 1, sizes.count == 1, let begin = begins[0].knownValue,
            let size = sizes[0].knownValue
        {
            guard (0...integers.elements.count).contains(begin),
                (-1...integers.elements.count - begin).contains(size)
            else {
                throw node.unsupported("it slices outside of a shape")
            }
            let rest = integers.elements.dropFirst(begin)
            integers.elements = Array(size == -1 ? rest : rest.prefix(size))
            return node.shape(integers)
        }
        let value = try node.value(0)
        let type = node.type(of: value)
        guard begins.count == type.rank, sizes.count == type.rank else {
            throw node.unsupported("begin and size must have a number for each axis of \(type)")
        }
        var spans: [Slice.Span?] = []
        for axis in 0..<type.rank {
            spans.append(
                try span(node, type, axis, begin: begins[axis], size: sizes[axis]))
        }
        guard spans.contains(where: { $0 != nil }) else { return [.value(value)] }
        return [.value(try node.add(.slice(Slice(spans)), [value]))]
    }

    private static func span(
        _ node: NodeImport, _ type: ValueType, _ axis: Int, begin: SymbolicInteger,
        size: SymbolicInteger
    ) throws(ImportError) -> Slice.Span? {
        let whole = SymbolicInteger(type.dimensions[axis])
        if begin == .known(0), size == whole || size == .known(-1) { return nil }
        guard let extent = whole.knownValue, let begin = begin.knownValue,
            let size = size.knownValue, (0...extent).contains(begin),
            (-1...extent - begin).contains(size)
        else {
            throw node.unsupported(
                "axis \(axis) of \(type) can't be sliced so: it is the batch, or too short")
        }
        return Slice.Span(begin: begin, count: size == -1 ? extent - begin : size)
    }
}
