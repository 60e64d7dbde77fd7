#if OneDNN
    import COneDNN
    import Graph

    /// An epilogue as oneDNN runs it.
    struct AttachedEpilogue: ~Copyable {
        var attributes: OneDNN.Attributes
        /// The primitive's arguments that it adds.
        var arguments: [PrimitiveKernel.Argument] = []
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
            for function in epilogue.activation.flatMap(OneDNN.Elementwise.sequence) ?? [] {
                try attached.attributes.append(function)
            }
            return attached
        }

        /// The kernel, and after it the activation if oneDNN does not have it.
        func completed(_ kernel: any Kernel, _ epilogue: Epilogue) -> any Kernel {
            guard let activation = epilogue.activation,
                OneDNN.Elementwise.sequence(activation) == nil
            else { return kernel }
            return ActivatedKernel(kernel, activation, self)
        }
    }
#endif
