import Graph

/// Images between `SpaceToBatchND` and `BatchToSpaceND`, which is how a dilated convolution used to
/// be written: kept as they were, with the dilation that the convolution between them gets.
///
/// A convolution of every `block`-th row and column, without padding, is a dilated one.
/// Source: TensorFlow, `python/ops/nn_ops.py`, `with_space_to_batch`.
struct InterleavedImages {
    /// The images, not interleaved; padded as `SpaceToBatchND` said.
    let value: Value
    /// Into how many interleaved images each dimension falls.
    let block: [Int]

    func with(_ value: Value) -> InterleavedImages {
        InterleavedImages(value: value, block: block)
    }

    /// How the filter of a convolution of the interleaved images moves over the whole ones.
    func window(_ node: NodeImport, _ layout: Layout) throws(ImportError) -> Window {
        let dilations = node.attributes.integers("dilations")
        guard layout == .channelsLast, block.count == 2,
            node.attributes.string("padding") == "VALID",
            try node.spatial("strides", layout) == [1, 1], dilations.allSatisfy({ $0 == 1 })
        else {
            throw node.unsupported(
                "between SpaceToBatchND and BatchToSpaceND a convolution must have stride 1, "
                    + "no padding and no dilation")
        }
        return Window(dilations: block)
    }
}

extension NodeImport {
    func interleaved(_ index: Int) throws(ImportError) -> InterleavedImages? {
        if case .interleaved(let images) = builder.tensor(try source(index)) { images } else { nil }
    }
}

extension InterleavedImages {
    /// The images with a dimension of extent 1 before the others: rows as images, for `Conv2D`.
    func expanded(_ node: NodeImport, axis: Int) throws(ImportError) -> InterleavedImages {
        var dimensions = node.type(of: value).dimensions
        guard axis == 1 || axis == -3, block.count == 1, dimensions.count == 3 else {
            throw misplaced(node)
        }
        dimensions.insert(.fixed(1), at: 1)
        return InterleavedImages(
            value: try node.reshape(value, to: dimensions), block: [1] + block)
    }

    /// The images without that dimension.
    func squeezed(_ node: NodeImport, axes: [Int]) throws(ImportError) -> InterleavedImages {
        var dimensions = node.type(of: value).dimensions
        guard block.count == 2, block[0] == 1, dimensions[1] == .fixed(1),
            axes == [1] || axes == [-3]
        else { throw misplaced(node) }
        dimensions.remove(at: 1)
        return InterleavedImages(
            value: try node.reshape(value, to: dimensions), block: [block[1]])
    }

    private func misplaced(_ node: NodeImport) -> ImportError {
        node.unsupported("only a convolution may lie between SpaceToBatchND and BatchToSpaceND")
    }
}
