#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    /// A convolution as oneDNN is asked for it; depthwise convolutions and dense layers are ones too.
    struct ConvolutionProblem {
        let window: Window
        let epilogue: Epilogue
        /// The shape of the NHWC images.
        var images: Shape
        /// The shape of the NHWC result.
        var result: Shape
        /// The filter's groups, outputs and inputs of a group, height and width.
        let filter: [Int]
        /// The distance in elements between neighbours in the filter as it was given, in the same
        /// order.
        let filterStrides: [Int]
        /// The axis of images and result whose places are independent of each other.
        let rowAxis: Int

        /// The same with another number of rows.
        func withRows(_ count: Int) -> ConvolutionProblem {
            var problem = self
            var (images, result) = (images.dimensions, result.dimensions)
            images[rowAxis] = count
            result[rowAxis] = count
            problem.images = Shape(images)
            problem.result = Shape(result)
            return problem
        }
    }

    extension KernelRequest {
        /// The kernel of a convolution, in which a row's bits do not depend on its batch.
        func makeKernel(_ problem: ConvolutionProblem) throws(OneDNN.Failure) -> any Kernel {
            let resultStep = problem.result.strides[problem.rowAxis] * resultType.byteCount
            var steps = [
                RowwiseKernel.Step(
                    argument: .input(0),
                    byteCount: problem.images.strides[problem.rowAxis] * inputType.byteCount),
                RowwiseKernel.Step(argument: .result, byteCount: resultStep),
            ]
            if let index = problem.epilogue.residualIndex {
                steps.append(RowwiseKernel.Step(argument: .input(index), byteCount: resultStep))
            }
            let kernel = try makeInvariant(rows: problem.result[problem.rowAxis], steps: steps) {
                rows throws(OneDNN.Failure) in try makePrimitive(problem.withRows(rows))
            }
            return completed(kernel, problem.epilogue)
        }

        private func makePrimitive(
            _ problem: ConvolutionProblem
        ) throws(OneDNN.Failure) -> PrimitiveKernel {
            // oneDNN chooses better kernels for one group when it is not told of groups.
            let skipped = problem.filter[0] == 1 ? 1 : 0
            let filter = Array(problem.filter.dropFirst(skipped))
            let (window, epilogue) = (problem.window, problem.epilogue)
            let source = try OneDNN.Layout(images: problem.images, of: inputType)
            let target = try OneDNN.Layout(images: problem.result, of: resultType)
            let given = try OneDNN.Layout(
                filter, strides: Array(problem.filterStrides.dropFirst(skipped)))
            let attached = try attach(epilogue, result: target)
            let bias = try OneDNN.Layout(dense: [problem.result[3]])

            var descriptor = dnnl_convolution_desc_t()
            var descriptions = (
                source.description, try weightsLayout(given, extents: filter).description,
                bias.description, target.description
            )
            try withUnsafePointer(to: &descriptions.2) { biasDescription throws(OneDNN.Failure) in
                try OneDNN.check(
                    dnnl_dilated_convolution_forward_desc_init(
                        &descriptor, dnnl_forward_inference, dnnl_convolution_direct,
                        &descriptions.0, &descriptions.1,
                        epilogue.hasBias ? biasDescription : nil, &descriptions.3,
                        window.strides.map(Int64.init), window.dilations.map { Int64($0 - 1) },
                        window.padding.map { Int64($0.before) },
                        window.padding.map { Int64($0.after) }))
            }
            let primitive = try OneDNN.Primitive(
                descriptor, attached.attributes, preferring: step.algorithm.implementation)
            var arguments = [
                bound(DNNL_ARG_SRC, source, .input(0)),
                try weights(for: primitive, given: given),
                bound(DNNL_ARG_DST, target, .result),
            ]
            if let index = epilogue.biasIndex {
                arguments.append(bound(DNNL_ARG_BIAS, bias, .input(index)))
            }
            return kernel(primitive, arguments + attached.arguments)
        }
    }
#endif
