import Graph

/// The product of two matrices.
enum MatMul {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let product = MatrixProduct(
            transposesLeft: node.attributes.bool("transpose_a"),
            transposesRight: node.attributes.bool("transpose_b"))
        return [.value(try node.add(.matrixProduct(product), [node.value(0), node.value(1)]))]
    }
}
