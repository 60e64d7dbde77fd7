import Graph

/// A convolution of each channel with its own filters.
enum DepthwiseConv2dNative {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let layout = try node.layout()
        let filter = try node.value(1)
        guard let shape = node.type(of: filter).fixedShape, shape.rank == 4 else {
            throw node.unsupported("the filter must have rank 4, given \(node.type(of: filter))")
        }
        if let interleaved = try node.interleaved(0) {
            let window = try interleaved.window(node, layout)
            let result = try node.add(
                .depthwiseConvolution(DepthwiseConvolution(window: window)),
                [interleaved.value, filter])
            return [.interleaved(interleaved.with(result))]
        }
        let images = try node.images(0, layout)
        let window = try node.window(
            size: [shape[0], shape[1]], over: node.type(of: images), layout)
        let result = try node.add(
            .depthwiseConvolution(DepthwiseConvolution(window: window)), [images, filter])
        return [.value(try layout.fromLast(result, node))]
    }
}
