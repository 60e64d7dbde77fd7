import Graph

/// The products of many pairs of matrices; for real numbers the adjoint is the transpose.
enum BatchMatMul {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let product = MatrixProduct(
            transposesLeft: node.attributes.bool("adj_x"),
            transposesRight: node.attributes.bool("adj_y"))
        return [.value(try node.add(.matrixProduct(product), [node.value(0), node.value(1)]))]
    }
}
