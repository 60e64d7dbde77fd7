import Graph

/// A two-dimensional convolution, also in groups.
enum Conv2D {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let layout = try node.layout()
        let filter = try node.value(1)
        guard let shape = node.type(of: filter).fixedShape, shape.rank == 4, shape[2] > 0 else {
            throw node.unsupported("the filter must have rank 4, given \(node.type(of: filter))")
        }
        if let interleaved = try node.interleaved(0) {
            let window = try interleaved.window(node, layout)
            let groups = (node.type(of: interleaved.value).channelCount ?? 0) / shape[2]
            let result = try node.add(
                .convolution(Convolution(window: window, groups: groups)),
                [interleaved.value, filter])
            return [.interleaved(interleaved.with(result))]
        }
        let images = try node.images(0, layout)
        let type = node.type(of: images)
        let window = try node.window(size: [shape[0], shape[1]], over: type, layout)
        let convolution = Convolution(window: window, groups: (type.channelCount ?? 0) / shape[2])
        let result = try node.add(.convolution(convolution), [images, filter])
        return [.value(try layout.fromLast(result, node))]
    }
}
