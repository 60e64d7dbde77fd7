#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        func makeElementwise(_ function: Unary) throws(OneDNN.Failure) -> (any Kernel)? {
            guard let function = OneDNN.Elementwise(function) else { return nil }
            let layout = try OneDNN.Layout(dense: [resultShape.elementCount], of: resultType)
            var descriptor = dnnl_eltwise_desc_t()
            var description = layout.description
            try OneDNN.check(
                dnnl_eltwise_forward_desc_init(
                    &descriptor, dnnl_forward_inference, function.algorithm, &description,
                    function.alpha, function.beta))
            let primitive = try OneDNN.Primitive(descriptor, OneDNN.Attributes())
            return kernel(
                primitive,
                [
                    bound(DNNL_ARG_SRC, layout, .input(0)),
                    bound(DNNL_ARG_DST, layout, .result),
                ])
        }

        /// Values of one shape, or a right side that repeats for each row.
        ///
        /// nil for what else there is.
        func makeBinary(_ function: Binary) throws(OneDNN.Failure) -> (any Kernel)? {
            let algorithm: dnnl_alg_kind_t
            switch function {
            case .add: algorithm = dnnl_binary_add
            case .subtract: algorithm = dnnl_binary_sub
            case .multiply: algorithm = dnnl_binary_mul
            case .divide: algorithm = dnnl_binary_div
            case .maximum: algorithm = dnnl_binary_max
            case .minimum: algorithm = dnnl_binary_min
            default: return nil
            }
            guard inputShapes[0] == resultShape, let period = repeatingCount(inputShapes[1]) else {
                return nil
            }
            let rows = resultShape.elementCount / period
            let layout = try OneDNN.Layout(dense: [rows, period], of: resultType)
            let other = try OneDNN.Layout(
                dense: [inputShapes[1].elementCount == period ? 1 : rows, period],
                of: resultType)
            let right = inputShapes[1] == resultShape ? layout : other
            var descriptor = dnnl_binary_desc_t()
            var descriptions = (layout.description, right.description, layout.description)
            try OneDNN.check(
                dnnl_binary_desc_init(
                    &descriptor, algorithm, &descriptions.0, &descriptions.1, &descriptions.2))
            let primitive = try OneDNN.Primitive(descriptor, OneDNN.Attributes())
            return kernel(
                primitive,
                [
                    bound(DNNL_ARG_SRC_0, layout, .input(0)),
                    bound(DNNL_ARG_SRC_1, right, .input(1)),
                    bound(DNNL_ARG_DST, layout, .result),
                ])
        }

        /// After how many elements a value stretched to the result's shape repeats; nil if it does
        /// not repeat evenly.
        private func repeatingCount(_ shape: Shape) -> Int? {
            let own = shape.dimensions.drop { $0 == 1 }
            let aligned = resultShape.dimensions.suffix(own.count)
            guard Array(own) == Array(aligned) else { return nil }
            return own.reduce(1, *)
        }
    }
#endif
