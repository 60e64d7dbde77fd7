import Graph

/// The dimensions in another order, known at load.
enum Transpose {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let order = try node.knownIntegers(1, as: "the order")
        let value = try node.value(0)
        let permutation = Transposition(order)
        return [.value(try node.add(.transposition(permutation), [value]))]
    }
}
