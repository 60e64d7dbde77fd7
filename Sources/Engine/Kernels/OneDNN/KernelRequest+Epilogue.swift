#if OneDNN
    import COneDNN
    import Graph

    /// An epilogue as oneDNN runs it.
    struct AttachedEpilogue: ~Copyable {
        var attributes: OneDNN.Attributes
        /// The primitive's arguments that it adds.
        var arguments: [PrimitiveKernel.Argument] = []
        /// The function that oneDNN does not have; it comes after the primitive.
        var remaining: Unary?
    }

    extension KernelRequest {
        /// Attaches the residual and the activation; a bias is an argument of the primitive itself.
        func attach(
            _ epilogue: Epilogue, result: OneDNN.Layout
        ) throws(OneDNN.Failure) -> AttachedEpilogue {
            var attached = AttachedEpilogue(attributes: try OneDNN.Attributes())
            if let index = epilogue.residualIndex {
                if overwrites(index) {
                    try attached.attributes.appendSum()
                } else {
                    let number = try attached.attributes.appendBinary(dnnl_binary_add, result)
                    attached.arguments.append(bound(number, result, .input(index)))
                }
            }
            if let activation = epilogue.activation {
                if let function = OneDNN.Elementwise(activation) {
                    try attached.attributes.append(function)
                } else {
                    attached.remaining = activation
                }
            }
            return attached
        }
    }
#endif
