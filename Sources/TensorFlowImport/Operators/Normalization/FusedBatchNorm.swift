import Graph

/// Batch normalization by given statistics, in all three versions of the fused operator.
///
/// Inputs: the value, γ, β, mean, variance; by now the moving ones. The further outputs repeat the
/// statistics.
enum FusedBatchNorm {
    /// Source: tensorflow/core/ops/nn_ops.cc.
    private static let defaultEpsilon: Float = 1e-4

    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let layout = try node.layout()
        let epsilon = node.attributes.float("epsilon") ?? defaultEpsilon
        let value = try layout.toLast(node.value(0), node)
        let operation = BatchNormalization(epsilon: Double(epsilon))
        let result = try node.add(
            .batchNormalization(operation), [value] + node.values(from: 1).prefix(4))
        let (mean, variance) = (try node.value(3), try node.value(4))
        return [
            .value(try layout.fromLast(result, node)), .value(mean), .value(variance),
            .value(mean), .value(variance),
        ]
    }
}
