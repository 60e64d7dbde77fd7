import Graph

/// The beginning of a dilated convolution.
enum SpaceToBatchND {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        let block = try node.knownIntegers(1, as: "the block")
        let paddings = try node.knownIntegers(2, as: "the padding")
        let images = try node.value(0)
        let rank = node.type(of: images).rank
        guard rank == block.count + 2, paddings.count == 2 * block.count,
            block.allSatisfy({ (1...1 << 20).contains($0) }), paddings.allSatisfy({ $0 >= 0 })
        else {
            throw node.unsupported("it must split all dimensions but batch and channels")
        }
        var amounts = [EdgePadding](repeating: .none, count: rank)
        for axis in block.indices {
            amounts[1 + axis] = EdgePadding(
                before: paddings[2 * axis], after: paddings[2 * axis + 1])
        }
        let padded =
            paddings.allSatisfy { $0 == 0 }
            ? images : try node.add(.padding(Padding(amounts)), [images])
        return [.interleaved(InterleavedImages(value: padded, block: block))]
    }
}
