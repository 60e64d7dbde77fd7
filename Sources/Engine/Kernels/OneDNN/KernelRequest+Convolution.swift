#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        func makeConvolution(_ convolution: Convolution) throws(OneDNN.Failure) -> any Kernel {
            let filter = inputShapes[1]
            let (inputs, outputs) = (filter[2], filter[3] / convolution.groups)
            let place = inputs * filter[3]
            return try makeConvolution(
                convolution.window, convolution.epilogue, images: inputShapes[0],
                result: resultShape,
                extents: [convolution.groups, outputs, inputs, filter[0], filter[1]],
                strides: [outputs, 1, filter[3], filter[1] * place, place])
        }

        /// A depthwise convolution is one with a group per channel.
        func makeDepthwiseConvolution(
            _ convolution: DepthwiseConvolution
        ) throws(OneDNN.Failure) -> any Kernel {
            let filter = inputShapes[1]
            let (channels, multiplier) = (filter[2], filter[3])
            let place = channels * multiplier
            return try makeConvolution(
                convolution.window, convolution.epilogue, images: inputShapes[0],
                result: resultShape, extents: [channels, multiplier, 1, filter[0], filter[1]],
                strides: [multiplier, 1, 1, filter[1] * place, place])
        }

        /// Makes a convolution.
        ///
        /// - Parameters:
        ///   - extents: Of the filter: groups, outputs and inputs of a group, height, width.
        ///   - strides: Of the filter, as it was given, in the same order.
        func makeConvolution(
            _ window: Window, _ epilogue: Epilogue, images: Shape, result: Shape,
            extents: [Int], strides: [Int]
        ) throws(OneDNN.Failure) -> any Kernel {
            // oneDNN chooses better kernels for one group when it is not told of groups.
            let skipped = extents[0] == 1 ? 1 : 0
            let filter = Array(extents.dropFirst(skipped))
            let source = try OneDNN.Layout(images: images)
            let target = try OneDNN.Layout(images: result)
            let given = try OneDNN.Layout(filter, strides: Array(strides.dropFirst(skipped)))
            let attached = try attach(epilogue, result: target)
            let bias = try OneDNN.Layout(dense: [result[3]])

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
            let primitive = try OneDNN.Primitive(descriptor, attached.attributes)
            var arguments = [
                bound(DNNL_ARG_SRC, source, .input(0)),
                try weights(for: primitive, given: given),
                bound(DNNL_ARG_DST, target, .result),
            ]
            if let index = epilogue.biasIndex {
                arguments.append(bound(DNNL_ARG_BIAS, bias, .input(index)))
            }
            return kernel(
                primitive, arguments + attached.arguments, then: attached.remaining)
        }
    }
#endif
