import Graph

/// `MaxPool` and `AvgPool`; the second version of `MaxPool` has its window as inputs.
enum PoolingOperator {
    static func maximum(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        guard node.inputCount == 1 else {
            throw node.unsupported("its window must be an attribute")
        }
        return try translate(node, .maximum)
    }

    static func mean(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        try translate(node, .mean)
    }

    private static func translate(
        _ node: NodeImport, _ kind: Pooling.Kind
    ) throws(ImportError) -> [ImportedTensor] {
        let layout = try node.layout()
        let size = try node.spatial("ksize", layout)
        let images = try node.images(0, layout)
        let window = try node.window(size: size, over: node.type(of: images), layout)
        let result = try node.add(.pooling(Pooling(kind, size: size, window: window)), [images])
        return [.value(try layout.fromLast(result, node))]
    }
}
