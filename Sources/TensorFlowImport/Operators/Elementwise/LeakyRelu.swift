/// `x` for positive `x`, else `alpha · x`.
enum LeakyRelu {
    /// Source: tensorflow/core/ops/nn_ops.cc.
    private static let defaultSlope: Float = 0.2

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let slope = node.attributes.float("alpha") ?? defaultSlope
        return [.value(try node.add(.unary(.leakyRelu(slope: slope)), [node.value(0)]))]
    }
}
