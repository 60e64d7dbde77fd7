import Graph

/// `DepthToSpace` and `SpaceToDepth`: channels become blocks of places, and back.
///
/// A channel index is made of the row in the block, the column in it, and the channel outside.
enum DepthToSpace {
    static func toSpace(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let (images, block, layout) = try arguments(node)
        let dimensions = node.type(of: images).dimensions
        guard let (height, width, channels) = extents(dimensions),
            channels % (block * block) == 0
        else { throw node.unsupported("\(node.type(of: images)) does not fall into blocks") }
        let depth = channels / (block * block)
        return try rearrange(
            node, images, layout, from: [height, width, block, block, depth],
            order: [0, 1, 3, 2, 4, 5], to: [height * block, width * block, depth])
    }

    static func toDepth(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let (images, block, layout) = try arguments(node)
        guard let (height, width, channels) = extents(node.type(of: images).dimensions),
            height % block == 0, width % block == 0
        else { throw node.unsupported("\(node.type(of: images)) does not fall into blocks") }
        return try rearrange(
            node, images, layout,
            from: [height / block, block, width / block, block, channels],
            order: [0, 1, 3, 2, 4, 5],
            to: [height / block, width / block, block * block * channels])
    }

    private static func arguments(
        _ node: NodeImport
    ) throws(ImportError) -> (images: Value, block: Int, layout: Layout) {
        let layout = try node.layout()
        let block = node.attributes.integer("block_size") ?? 0
        guard (1...1024).contains(block) else { throw node.unsupported("block size \(block)") }
        return (try node.images(0, layout), block, layout)
    }

    private static func extents(_ dimensions: [Dimension]) -> (Int, Int, Int)? {
        let known = dimensions.dropFirst().compactMap(\.fixedExtent)
        return known.count == 3 ? (known[0], known[1], known[2]) : nil
    }

    private static func rearrange(
        _ node: NodeImport, _ images: Value, _ layout: Layout, from: [Int], order: [Int],
        to: [Int]
    ) throws(ImportError) -> [ImportedTensor] {
        let batch = node.type(of: images).dimensions[0]
        let split = try node.reshape(images, to: [batch] + from.map(Dimension.fixed), "/blocks")
        let moved = try node.add(.transposition(Transposition(order)), [split], "/order")
        let joined = try node.reshape(moved, to: [batch] + to.map(Dimension.fixed))
        return [.value(try layout.fromLast(joined, node))]
    }
}
