#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        /// A product with one matrix on the right, as in a dense layer, runs as a convolution.
        func makeMatrixProduct(_ product: MatrixProduct) throws(OneDNN.Failure) -> (any Kernel)? {
            let right = inputShapes[1]
            guard right.rank == 2, !product.transposesLeft, right.elementCount > 0 else {
                return try makeBatchedProduct(product)
            }
            return try makeDense(product)
        }

        /// A 1×1 convolution over an image one pixel high whose columns are the rows of the left
        /// side: unlike the library's matrix product, it gives a row the same bits whatever rows
        /// are beside it, on every instruction set.
        private func makeDense(_ product: MatrixProduct) throws(OneDNN.Failure) -> any Kernel {
            let right = inputShapes[1]
            let (inner, columns) =
                product.transposesRight ? (right[1], right[0]) : (right[0], right[1])
            let rows = resultShape.elementCount / columns
            return try makeConvolution(
                Window(), product.epilogue, images: [1, 1, rows, inner],
                result: [1, 1, rows, columns], extents: [1, columns, inner, 1, 1],
                strides: product.transposesRight
                    ? [1, inner, 1, 1, 1] : [1, 1, columns, 1, 1])
        }

        private func makeBatchedProduct(
            _ product: MatrixProduct
        ) throws(OneDNN.Failure) -> (any Kernel)? {
            let rank = resultShape.rank
            guard inputShapes[0].elementCount > 0, rank <= 6 else { return nil }
            let left = try matrices(
                inputShapes[0], rank: rank, isTransposed: product.transposesLeft)
            let right = try matrices(
                inputShapes[1], rank: rank, isTransposed: product.transposesRight)
            let target = try OneDNN.Layout(dense: resultShape.dimensions)
            let attached = try attach(product.epilogue, result: target)
            let channels = resultShape[rank - 1]
            let bias = try OneDNN.Layout(
                dense: Array(repeating: 1, count: rank - 1) + [channels])
            var descriptor = dnnl_matmul_desc_t()
            var descriptions = (
                left.description, right.description, bias.description, target.description
            )
            try withUnsafePointer(to: &descriptions.2) { biasDescription throws(OneDNN.Failure) in
                try OneDNN.check(
                    dnnl_matmul_desc_init(
                        &descriptor, &descriptions.0, &descriptions.1,
                        product.epilogue.hasBias ? biasDescription : nil, &descriptions.3))
            }
            let primitive = try OneDNN.Primitive(descriptor, attached.attributes)
            var arguments = [
                bound(DNNL_ARG_SRC, left, .input(0)),
                bound(DNNL_ARG_WEIGHTS, right, .input(1)),
                bound(DNNL_ARG_DST, target, .result),
            ]
            if let index = product.epilogue.biasIndex {
                arguments.append(bound(DNNL_ARG_BIAS, bias, .input(index)))
            }
            return kernel(primitive, arguments + attached.arguments, then: attached.remaining)
        }

        /// Matrices with as many dimensions as the result, seen as they enter the product.
        private func matrices(
            _ shape: Shape, rank: Int, isTransposed: Bool
        ) throws(OneDNN.Failure) -> OneDNN.Layout {
            var extents = Array(repeating: 1, count: rank - shape.rank) + shape.dimensions
            var strides = Shape(extents).strides
            if isTransposed {
                extents.swapAt(rank - 2, rank - 1)
                strides.swapAt(rank - 2, rank - 1)
            }
            return try OneDNN.Layout(extents, strides: strides)
        }
    }
#endif
