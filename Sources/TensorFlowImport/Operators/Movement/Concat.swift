import Graph

/// Joins tensors along an axis; the axis is the first or the last input.
enum Concat {
    static func axisFirst(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(node, parts: 1..<max(1, node.inputCount), axis: 0)
    }

    static func axisLast(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(
            node, parts: 0..<max(0, node.inputCount - 1), axis: max(0, node.inputCount - 1))
    }

    private static func translate(
        _ node: NodeImport, parts: Range<Int>, axis: Int
    ) throws(ImportError) -> [ImportedTensor] {
        let axis = try node.knownInteger(axis, as: "the axis")
        if let integers = try shapeArithmetic(node, parts) { return node.shape(integers) }
        var values: [Value] = []
        for index in parts { values.append(try node.value(index)) }
        guard let first = values.first else { throw node.unsupported("it joins nothing") }
        guard values.count > 1 else { return [.value(first)] }
        let rank = node.type(of: first).rank
        let joined = Concatenation(axis: try node.axis(axis, rank: rank))
        return [.value(try node.add(.concatenation(joined), values))]
    }

    private static func shapeArithmetic(
        _ node: NodeImport, _ parts: Range<Int>
    ) throws(ImportError) -> SymbolicIntegers? {
        guard parts.allSatisfy({ node.isKnown($0) }) else { return nil }
        var elements: [SymbolicInteger] = []
        var joined: SymbolicIntegers?
        for index in parts {
            guard let integers = try node.integers(index), !integers.isScalar else { return nil }
            elements += integers.elements
            joined = integers
        }
        joined?.elements = elements
        return joined
    }
}
