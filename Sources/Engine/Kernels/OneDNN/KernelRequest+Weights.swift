#if OneDNN
    import COneDNN

    extension KernelRequest {
        /// The layout to ask for weights in: the primitive's choice if they are constant.
        func weightsLayout(_ given: OneDNN.Layout, extents: [Int]) throws(OneDNN.Failure)
            -> OneDNN.Layout
        {
            isConstant(1) ? try OneDNN.Layout(chosenFor: extents, of: inputType) : given
        }

        /// The weights argument: reordered once to what the primitive chose, or bound if they are
        /// computed by the graph.
        ///
        /// - Parameter given: The layout of the node's second input.
        func weights(
            for primitive: OneDNN.Primitive, given: OneDNN.Layout
        ) throws(OneDNN.Failure) -> PrimitiveKernel.Argument {
            let buffer = step.inputs[1].buffer
            guard constants.isConstant(buffer), let target = primitive.weightsLayout else {
                return bound(DNNL_ARG_WEIGHTS, given, .input(1))
            }
            let memory = try constants.memory(
                buffer, .reordered(source: given, target: target)
            ) { tensor throws(OneDNN.Failure) in
                try tensor.withUnsafeBytes { bytes throws(OneDNN.Failure) in
                    try OneDNN.reorder(bytes, given, to: target)
                }
            }
            return PrimitiveKernel.Argument(
                number: DNNL_ARG_WEIGHTS, layout: target, source: .constant(memory))
        }
    }

    extension OneDNN {
        /// A copy of constants in another layout.
        static func reorder(
            _ source: UnsafeRawBufferPointer, _ given: Layout, to target: Layout
        ) throws(Failure) -> AlignedMemory {
            let result = AlignedMemory(byteCount: target.byteCount)
            let primitive = try Primitive(reorder: given, to: target, Attributes())
            let engine = try Engine.shared()
            let stream = try Stream(engine)
            let scratch = AlignedMemory(byteCount: primitive.scratchLayout?.byteCount ?? 0)
            // Only read: the library's interface does not tell the two apart.
            let from = try Memory(given, at: UnsafeMutableRawPointer(mutating: source.baseAddress))
            let to = try Memory(target, at: result.address)
            var arguments = [
                dnnl_exec_arg_t(arg: DNNL_ARG_FROM, memory: from.handle),
                dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: to.handle),
            ]
            var working: Memory?
            if let layout = primitive.scratchLayout {
                let memory = try Memory(layout, at: scratch.address)
                arguments.append(
                    dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: memory.handle))
                working = memory
            }
            defer { withExtendedLifetime((from, to, working, scratch)) {} }
            try check(
                dnnl_primitive_execute(
                    primitive.handle, stream.handle, Int32(arguments.count), arguments))
            try check(dnnl_stream_wait(stream.handle))
            return result
        }
    }
#endif
