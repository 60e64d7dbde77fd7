import Graph

/// Stacks tensors of one shape along a new axis.
enum Pack {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        if let integers = try shapeArithmetic(node) { return node.shape(integers) }
        let values = try node.values()
        guard let first = values.first else { throw node.unsupported("it stacks nothing") }
        let rank = node.type(of: first).rank
        let axis = try node.axis(node.attributes.integer("axis") ?? 0, rank: rank + 1)
        var layers: [Value] = []
        for (index, value) in values.enumerated() {
            var dimensions = node.type(of: value).dimensions
            guard dimensions.count == rank else { throw node.unsupported("ranks differ") }
            dimensions.insert(.fixed(1), at: axis)
            layers.append(try node.reshape(value, to: dimensions, "/layer_\(index)"))
        }
        guard layers.count > 1 else { return [.value(layers[0])] }
        return [.value(try node.add(.concatenation(Concatenation(axis: axis)), layers))]
    }

    private static func shapeArithmetic(
        _ node: NodeImport
    ) throws(ImportError) -> SymbolicIntegers? {
        guard node.inputCount > 0, (0..<node.inputCount).allSatisfy({ node.isKnown($0) }) else {
            return nil
        }
        var elements: [SymbolicInteger] = []
        var packed: SymbolicIntegers?
        for index in 0..<node.inputCount {
            guard let integers = try node.integers(index), integers.isScalar else { return nil }
            elements += integers.elements
            packed = integers
        }
        packed?.elements = elements
        packed?.isScalar = false
        return packed
    }
}
