import Graph

/// `Mean`, `Sum`, `Max`, `Min`, `Prod`, `All` and `Any` over axes known at load.
enum ReductionOperator {
    static let mean: OperatorImport = { node throws(ImportError) in try translate(node, .mean) }
    static let sum: OperatorImport = { node throws(ImportError) in try translate(node, .sum) }
    static let maximum: OperatorImport = { node throws(ImportError) in
        try translate(node, .maximum)
    }
    static let minimum: OperatorImport = { node throws(ImportError) in
        try translate(node, .minimum)
    }
    static let product: OperatorImport = { node throws(ImportError) in
        try translate(node, .product)
    }
    static let all: OperatorImport = { node throws(ImportError) in try translate(node, .all) }
    static let any: OperatorImport = { node throws(ImportError) in try translate(node, .any) }

    private static func translate(
        _ node: NodeImport, _ kind: Reduction.Kind
    ) throws(ImportError) -> [ImportedTensor] {
        let axes = try node.axes(
            node.knownIntegers(1, as: "the reduced axes"), rank: node.type(0).rank)
        let keeps = node.attributes.bool("keep_dims")
        if let integers = try shapeArithmetic(node, kind, axes, keeps) {
            return node.shape(integers)
        }
        let value = try node.value(0)
        guard !axes.isEmpty else { return [.value(value)] }
        let type = node.type(of: value)
        guard axes.allSatisfy({ type.dimensions[$0].fixedExtent != nil }) else {
            // An answer would depend on its neighbours; most often it is a batch normalization.
            throw .statisticsWithoutAverage(node: node.node.name, op: node.node.op)
        }
        let reduction = Reduction(kind, axes: axes, keepsDimensions: keeps)
        return [.value(try node.add(.reduction(reduction), [value]))]
    }

    /// The reduction of a vector of extents; nil if this is not shape arithmetic.
    private static func shapeArithmetic(
        _ node: NodeImport, _ kind: Reduction.Kind, _ axes: [Int], _ keeps: Bool
    ) throws(ImportError) -> SymbolicIntegers? {
        guard node.isKnown(0), axes == [0], let integers = try node.integers(0),
            let first = integers.elements.first
        else { return nil }
        var result: SymbolicInteger? = first
        for element in integers.elements.dropFirst() {
            result = result.flatMap { result in
                switch kind {
                case .product: result * element
                case .sum: result + element
                case .maximum: SymbolicInteger.maximum(result, element)
                case .minimum: SymbolicInteger.minimum(result, element)
                default: nil
                }
            }
        }
        return result.map {
            SymbolicIntegers([$0], isScalar: !keeps, elementType: integers.elementType)
        }
    }
}
