import Graph

extension LoweredGraph.Step {
    /// About how many multiplications and additions the step makes for a row, or what takes as long.
    var work: Int {
        let elements = result.type.elementCount(rows: 1)
        let each =
            switch operation {
            case .convolution, .depthwiseConvolution:
                inputs[1].type.elementCount(rows: 1)
                    / max(1, inputs[1].type.dimensions.last?.extent(batchSize: 1) ?? 1)
            case .matrixProduct(let product):
                inputs[0].type.dimensions.suffix(2).map { $0.extent(batchSize: 1) }[
                    product.transposesLeft ? 0 : 1]
            case .pooling(let pooling): pooling.size.reduce(1, *)
            default: 4
            }
        return elements &* each
    }
}

extension LoweredGraph {
    /// About how many multiplications and additions a row takes.
    var work: Int { steps.reduce(0) { $0 &+ $1.work } }
}

extension ValueType {
    fileprivate func elementCount(rows: Int) -> Int {
        dimensions.reduce(1) { $0 &* $1.extent(batchSize: rows) }
    }
}
