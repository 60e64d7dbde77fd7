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
        guard layout == .channelsLast, node.attributes.string("padding") == "VALID",
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

/// The beginning of a dilated convolution.
enum SpaceToBatchND {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let block = try node.knownIntegers(1, as: "the block")
        let paddings = try node.knownIntegers(2, as: "the padding")
        let images = try node.value(0)
        guard node.type(of: images).rank == 4, block.count == 2, paddings.count == 4,
            block.allSatisfy({ (1...1 << 20).contains($0) }), paddings.allSatisfy({ $0 >= 0 })
        else {
            throw node.unsupported("it must split height and width of images")
        }
        let amounts = [
            EdgePadding.none, EdgePadding(before: paddings[0], after: paddings[1]),
            EdgePadding(before: paddings[2], after: paddings[3]), .none,
        ]
        let padded =
            paddings.allSatisfy { $0 == 0 }
            ? images : try node.add(.padding(Padding(amounts)), [images])
        return [.interleaved(InterleavedImages(value: padded, block: block))]
    }
}

/// The end of a dilated convolution.
enum BatchToSpaceND {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let block = try node.knownIntegers(1, as: "the block")
        let crops = try node.knownIntegers(2, as: "the crops")
        guard let images = try node.interleaved(0), images.block == block, crops.count == 4,
            crops.allSatisfy({ $0 >= 0 })
        else {
            throw node.unsupported("it must undo a SpaceToBatchND before a convolution")
        }
        guard crops.contains(where: { $0 > 0 }) else { return [.value(images.value)] }
        let dimensions = node.type(of: images.value).dimensions
        var spans: [Slice.Span?] = [nil, nil, nil, nil]
        for axis in 0..<2 {
            let (before, after) = (crops[2 * axis], crops[2 * axis + 1])
            guard let extent = dimensions[1 + axis].fixedExtent, before + after <= extent else {
                throw node.unsupported("it crops more than there is")
            }
            spans[1 + axis] = Slice.Span(begin: before, count: extent - before - after)
        }
        return [.value(try node.add(.slice(Slice(spans)), [images.value]))]
    }
}
