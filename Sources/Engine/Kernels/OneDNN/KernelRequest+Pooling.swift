#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        func makePooling(_ pooling: Pooling) throws(OneDNN.Failure) -> any Kernel {
            let source = try OneDNN.Layout(images: inputShapes[0], of: inputType)
            let target = try OneDNN.Layout(images: resultShape, of: resultType)
            let window = pooling.window
            var descriptor = dnnl_pooling_desc_t()
            var descriptions = (source.description, target.description)
            try OneDNN.check(
                dnnl_pooling_forward_desc_init(
                    &descriptor, dnnl_forward_inference,
                    pooling.kind == .maximum
                        ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding,
                    &descriptions.0, &descriptions.1, window.strides.map(Int64.init),
                    pooling.size.map(Int64.init), window.padding.map { Int64($0.before) },
                    window.padding.map { Int64($0.after) }))
            let primitive = try OneDNN.Primitive(descriptor, OneDNN.Attributes())
            return kernel(
                primitive,
                [
                    bound(DNNL_ARG_SRC, source, .input(0)),
                    bound(DNNL_ARG_DST, target, .result),
                ])
        }

        func makeSoftmax(_ softmax: Softmax) throws(OneDNN.Failure) -> (any Kernel)? {
            let classes = resultShape[resultShape.rank - 1]
            let layout = try OneDNN.Layout(
                dense: [resultShape.elementCount / classes, classes])
            var descriptor = dnnl_softmax_v2_desc_t()
            var (source, target) = (layout.description, layout.description)
            try OneDNN.check(
                dnnl_softmax_v2_forward_desc_init(
                    &descriptor, dnnl_forward_inference,
                    softmax.isLogarithmic ? dnnl_softmax_log : dnnl_softmax_accurate, &source,
                    &target, 1))
            let primitive = try OneDNN.Primitive(descriptor, OneDNN.Attributes())
            return kernel(
                primitive,
                [
                    bound(DNNL_ARG_SRC, layout, .input(0)),
                    bound(DNNL_ARG_DST, layout, .result),
                ])
        }
    }
#endif
