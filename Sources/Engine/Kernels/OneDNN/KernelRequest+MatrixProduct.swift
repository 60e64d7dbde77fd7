#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        /// A product with one matrix on the right, as in a dense layer, runs as a convolution.
        func makeMatrixProduct(_ product: MatrixProduct) throws(OneDNN.Failure) -> (any Kernel)? {
            let rank = resultShape.rank
            guard inputShapes.prefix(2).allSatisfy({ $0.elementCount > 0 }), rank <= 6 else {
                return nil
            }
            if inputShapes[1].rank == 2, !product.transposesLeft { return try makeDense(product) }

            let left = Matrices(inputShapes[0], rank: rank, isTransposed: product.transposesLeft)
            let right = Matrices(inputShapes[1], rank: rank, isTransposed: product.transposesRight)
            let result = Matrices(resultShape, rank: rank, isTransposed: false)
            let rows = step.result.type.isBatched ? resultShape[0] : 1
            var steps = [
                RowwiseKernel.Step(argument: .input(0), byteCount: left.rowByteCount),
                RowwiseKernel.Step(argument: .result, byteCount: result.rowByteCount),
                RowwiseKernel.Step(
                    argument: .input(1), byteCount: rank > 2 ? right.rowByteCount : 0),
            ]
            if let index = product.epilogue.residualIndex {
                steps.append(
                    RowwiseKernel.Step(argument: .input(index), byteCount: result.rowByteCount))
            }
            let kernel = try makeInvariant(rows: rows, steps: steps) {
                count throws(OneDNN.Failure) in
                let isPart = count < rows
                return try makePrimitive(
                    product.epilogue, isPart ? left.firstRow : left,
                    isPart && rank > 2 ? right.firstRow : right, isPart ? result.firstRow : result)
            }
            return completed(kernel, product.epilogue)
        }

        private func makePrimitive(
            _ epilogue: Epilogue, _ left: Matrices, _ right: Matrices, _ result: Matrices
        ) throws(OneDNN.Failure) -> PrimitiveKernel {
            let (source, weights, target) = (
                try left.layout(), try right.layout(), try result.layout()
            )
            let attached = try attach(epilogue, result: target)
            let channels = resultShape[resultShape.rank - 1]
            let bias = try OneDNN.Layout(
                dense: Array(repeating: 1, count: resultShape.rank - 1) + [channels])
            var descriptor = dnnl_matmul_desc_t()
            var descriptions = (
                source.description, weights.description, bias.description, target.description
            )
            try withUnsafePointer(to: &descriptions.2) { biasDescription throws(OneDNN.Failure) in
                try OneDNN.check(
                    dnnl_matmul_desc_init(
                        &descriptor, &descriptions.0, &descriptions.1,
                        epilogue.hasBias ? biasDescription : nil, &descriptions.3))
            }
            let primitive = try OneDNN.Primitive(descriptor, attached.attributes)
            var arguments = [
                bound(DNNL_ARG_SRC, source, .input(0)),
                bound(DNNL_ARG_WEIGHTS, weights, .input(1)),
                bound(DNNL_ARG_DST, target, .result),
            ]
            if let index = epilogue.biasIndex {
                arguments.append(bound(DNNL_ARG_BIAS, bias, .input(index)))
            }
            return kernel(primitive, arguments + attached.arguments)
        }
    }

    /// Matrices with as many dimensions as the result, seen as they enter the product.
    private struct Matrices {
        private var extents: [Int]
        private var strides: [Int]

        init(_ shape: Shape, rank: Int, isTransposed: Bool) {
            extents = Array(repeating: 1, count: rank - shape.rank) + shape.dimensions
            strides = Shape(extents).strides
            if isTransposed {
                extents.swapAt(rank - 2, rank - 1)
                strides.swapAt(rank - 2, rank - 1)
            }
        }

        func layout() throws(OneDNN.Failure) -> OneDNN.Layout {
            try OneDNN.Layout(extents, strides: strides)
        }

        /// The bytes from one place of the outermost dimension to the next; 0 if there is only one.
        var rowByteCount: Int { extents[0] > 1 ? strides[0] * MemoryLayout<Float>.size : 0 }

        /// The first place of the outermost dimension.
        var firstRow: Matrices {
            var row = self
            row.extents[0] = 1
            return row
        }
    }
#endif
