#if OneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        func makeConvolution(_ convolution: Convolution) throws(OneDNN.Failure) -> any Kernel {
            let filter = inputShapes[1]
            let (inputs, outputs) = (filter[2], filter[3] / convolution.groups)
            let place = inputs * filter[3]
            return try makeKernel(
                ConvolutionProblem(
                    window: convolution.window, epilogue: convolution.epilogue,
                    images: inputShapes[0], result: resultShape,
                    filter: [convolution.groups, outputs, inputs, filter[0], filter[1]],
                    filterStrides: [outputs, 1, filter[3], filter[1] * place, place], rowAxis: 0))
        }

        /// A depthwise convolution is one with a group per channel.
        func makeDepthwiseConvolution(
            _ convolution: DepthwiseConvolution
        ) throws(OneDNN.Failure) -> any Kernel {
            let filter = inputShapes[1]
            let (channels, multiplier) = (filter[2], filter[3])
            let place = channels * multiplier
            return try makeKernel(
                ConvolutionProblem(
                    window: convolution.window, epilogue: convolution.epilogue,
                    images: inputShapes[0], result: resultShape,
                    filter: [channels, multiplier, 1, filter[0], filter[1]],
                    filterStrides: [multiplier, 1, 1, filter[1] * place, place], rowAxis: 0))
        }

        /// A dense layer is a 1×1 convolution over an image one pixel high whose columns are the rows
        /// of the left side.
        ///
        /// As fast as the library's inner product, within what can be measured, and faster on AVX2;
        /// and unlike it, it gives a row the same bits whatever rows are beside it.
        func makeDense(_ product: MatrixProduct) throws(OneDNN.Failure) -> any Kernel {
            let right = inputShapes[1]
            let (inner, columns) =
                product.transposesRight ? (right[1], right[0]) : (right[0], right[1])
            let rows = resultShape.elementCount / columns
            return try makeKernel(
                ConvolutionProblem(
                    window: Window(), epilogue: product.epilogue, images: [1, 1, rows, inner],
                    result: [1, 1, rows, columns], filter: [1, columns, inner, 1, 1],
                    filterStrides: product.transposesRight
                        ? [1, inner, 1, 1, 1] : [1, 1, columns, 1, 1],
                    rowAxis: 2))
        }
    }
#endif
