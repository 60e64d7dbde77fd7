import Graph

extension LoweredGraph {
    /// Whether the rows of a batch can be computed in groups, each as if it were the batch: every
    /// value has its rows in front, and no step brings rows together.
    var isRowwise: Bool { !steps.isEmpty && steps.allSatisfy(\.isRowwise) }
}

extension LoweredGraph.Step {
    fileprivate var isRowwise: Bool {
        result.type.hasRowsInFront
            && inputs.allSatisfy { $0.type.fixedShape != nil || $0.type.hasRowsInFront }
            && operation.keepsRowsApart(self)
    }

    /// Whether no batched input is stretched so that its rows lie along another axis.
    fileprivate var alignsRows: Bool {
        inputs.allSatisfy {
            $0.type.fixedShape != nil || $0.type.dimensions.first == result.type.dimensions.first
        }
            && inputs.allSatisfy { $0.type.fixedShape != nil || $0.type.rank == result.type.rank }
    }
}

extension ValueType {
    /// Whether the outermost dimension and no other depends on the batch, so that the bytes of a
    /// row are neighbours.
    fileprivate var hasRowsInFront: Bool {
        dimensions.first.map { $0.fixedExtent == nil } == true
            && dimensions.dropFirst().allSatisfy { $0.fixedExtent != nil }
    }
}

extension Operation {
    /// Whether each row of the result depends on the same row of the inputs alone.
    ///
    /// What is not named here may be anything, and runs on whole batches.
    fileprivate func keepsRowsApart(_ step: LoweredGraph.Step) -> Bool {
        switch self {
        case .convolution, .depthwiseConvolution, .batchNormalization, .channelAffine, .pooling,
            .unary, .reshape, .cast, .binary, .selection:
            step.alignsRows
        case .matrixProduct(let product):
            step.alignsRows && !(product.transposesLeft && step.result.type.rank == 2)
                && !(product.transposesRight && step.inputs[1].type.rank == 2
                    && step.inputs[1].type.fixedShape == nil)
        case .softmax: step.result.type.rank > 1
        case .reduction(let reduction): !reduction.axes.contains(0)
        case .transposition(let transposition): transposition.permutation.first == 0
        case .concatenation(let concatenation): concatenation.axis != 0 && step.alignsRows
        case .padding(let padding): padding.amounts.first == EdgePadding.none
        case .slice(let slice): slice.spans.first == .some(nil)
        case .argMax(let argMax): argMax.axis != 0
        default: false
        }
    }
}
