import Graph

/// The end of a dilated convolution.
enum BatchToSpaceND {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let block = try node.knownIntegers(1, as: "the block")
        let crops = try node.knownIntegers(2, as: "the crops")
        guard let images = try node.interleaved(0), images.block == block,
            crops.count == 2 * block.count, crops.allSatisfy({ $0 >= 0 })
        else {
            throw node.unsupported("it must undo a SpaceToBatchND before a convolution")
        }
        guard crops.contains(where: { $0 > 0 }) else { return [.value(images.value)] }
        let dimensions = node.type(of: images.value).dimensions
        var spans = [Slice.Span?](repeating: nil, count: dimensions.count)
        for axis in block.indices {
            let (before, after) = (crops[2 * axis], crops[2 * axis + 1])
            guard let extent = dimensions[1 + axis].fixedExtent, before + after <= extent else {
                throw node.unsupported("it crops more than there is")
            }
            spans[1 + axis] = Slice.Span(begin: before, count: extent - before - after)
        }
        return [.value(try node.add(.slice(Slice(spans)), [images.value]))]
    }
}
