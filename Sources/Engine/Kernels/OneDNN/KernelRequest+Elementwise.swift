#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        func makeElementwise(_ function: Unary) throws(OneDNN.Failure) -> (any Kernel)? {
            guard let functions = OneDNN.Elementwise.sequence(function), functions.count == 1 else {
                return nil
            }
            let layout = try OneDNN.Layout(dense: [resultShape.elementCount], of: resultType)
            var descriptor = dnnl_eltwise_desc_t()
            var description = layout.description
            try OneDNN.check(
                dnnl_eltwise_forward_desc_init(
                    &descriptor, dnnl_forward_inference, functions[0].algorithm, &description,
                    functions[0].alpha, functions[0].beta))
            let primitive = try OneDNN.Primitive(descriptor, OneDNN.Attributes())
            return kernel(
                primitive,
                [
                    bound(DNNL_ARG_SRC, layout, .input(0)),
                    bound(DNNL_ARG_DST, layout, .result),
                ])
        }

        /// Values of one shape, or one that repeats along neighbouring dimensions: for each row, as a
        /// bias does, or within each row, as the factors per channel of squeeze-and-excitation do.
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
            let isSwapped = inputShapes[0] != resultShape && function.isCommutative
            let (whole, part) = isSwapped ? (1, 0) : (0, 1)
            guard inputShapes[whole] == resultShape,
                let extents = stretchedExtents(inputShapes[part])
            else { return nil }
            let layout = try OneDNN.Layout(dense: extents.whole, of: resultType)
            let other = try OneDNN.Layout(dense: extents.part, of: resultType)
            let right = inputShapes[part] == resultShape ? layout : other
            var descriptor = dnnl_binary_desc_t()
            var descriptions = (layout.description, right.description, layout.description)
            try OneDNN.check(
                dnnl_binary_desc_init(
                    &descriptor, algorithm, &descriptions.0, &descriptions.1, &descriptions.2))
            let primitive = try OneDNN.Primitive(descriptor, OneDNN.Attributes())
            return kernel(
                primitive,
                [
                    bound(DNNL_ARG_SRC_0, layout, .input(whole)),
                    bound(DNNL_ARG_SRC_1, right, .input(part)),
                    bound(DNNL_ARG_DST, layout, .result),
                ])
        }

        /// The extents of the result and of a value stretched to it, seen with as few dimensions as
        /// tell where the value repeats; nil if it repeats in more than one place.
        private func stretchedExtents(_ shape: Shape) -> (whole: [Int], part: [Int])? {
            let own = Array(repeating: 1, count: resultShape.rank - shape.rank) + shape.dimensions
            let result = resultShape.dimensions
            let stretched = own.indices.filter { own[$0] != result[$0] }
            guard let first = stretched.first, let last = stretched.last else {
                return ([1, resultShape.elementCount], [1, resultShape.elementCount])
            }
            guard own[first...last].allSatisfy({ $0 == 1 }) else { return nil }
            let outer = result[..<first].reduce(1, *)
            let middle = result[first...last].reduce(1, *)
            let inner = result[(last + 1)...].reduce(1, *)
            return outer == 1
                ? ([middle, inner], [1, inner]) : ([outer, middle, inner], [outer, 1, inner])
        }
    }

    extension Binary {
        /// Whether the operands may change places.
        fileprivate var isCommutative: Bool {
            switch self {
            case .add, .multiply, .maximum, .minimum: true
            default: false
            }
        }
    }
#endif
