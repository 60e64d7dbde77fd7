import Graph

/// The batch normalization of TensorFlow's first versions: value, mean, variance, β, γ.
enum BatchNormWithGlobalNormalization {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard let epsilon = node.attributes.float("variance_epsilon") else {
            throw node.unsupported("it has no variance_epsilon")
        }
        let hasScale = node.attributes.bool("scale_after_normalization")
        var inputs = [try node.value(0)]
        if hasScale { inputs.append(try node.value(4)) }
        inputs += [try node.value(3), try node.value(1), try node.value(2)]
        let operation = BatchNormalization(epsilon: Double(epsilon), hasScale: hasScale)
        return [.value(try node.add(.batchNormalization(operation), inputs))]
    }
}
