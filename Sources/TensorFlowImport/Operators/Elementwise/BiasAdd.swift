import Graph

/// Adds one number to each channel.
enum BiasAdd {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let layout = try node.layout()
        let bias = try node.value(1)
        guard node.type(of: bias).rank == 1 else {
            throw node.unsupported("the bias must have one dimension, given \(node.type(of: bias))")
        }
        let sum = try node.add(.binary(.add), [layout.toLast(node.value(0), node), bias])
        return [.value(try layout.fromLast(sum, node))]
    }
}
