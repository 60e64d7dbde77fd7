extension Graph {
    /// The nodes at which the rows of a batch come together, so that an answer would depend on its
    /// neighbours: reductions over the batch, and products that sum over it.
    public var rowMixingNodes: [Node] {
        nodes.filter { node in
            func isBatch(_ input: Int, axis: Int) -> Bool {
                let dimensions = type(of: node.inputs[input]).dimensions
                guard dimensions.indices.contains(axis) else { return false }
                return dimensions[axis].fixedExtent == nil
            }
            switch node.operation {
            case .reduction(let reduction): return reduction.axes.contains { isBatch(0, axis: $0) }
            case .softmax: return isBatch(0, axis: node.type.rank - 1)
            case .matrixProduct(let product):
                let rank = type(of: node.inputs[0]).rank
                return isBatch(0, axis: product.transposesLeft ? rank - 2 : rank - 1)
            default: return false
            }
        }
    }
}
