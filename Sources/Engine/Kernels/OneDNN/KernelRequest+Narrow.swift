#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        /// Whether values are `bfloat16` or `float32`, some of them the former, and constants the
        /// latter: what narrowing makes of a graph.
        var isNarrowed: Bool {
            let types = (step.inputs + [step.result]).map(\.type.elementType)
            return types.contains(.bfloat16)
                && types.allSatisfy { $0 == .bfloat16 || $0 == .float32 }
                && step.inputs.indices.allSatisfy {
                    !isConstant($0) || step.inputs[$0].type.elementType == .float32
                }
                && OneDNN.InstructionSet.effective.multipliesBFloat16
        }

        /// The kernel of a narrowed step.
        func makeNarrowKernel() throws(EngineError) -> any Kernel {
            if case .cast = step.operation {
                return try makeConversion(
                    resultShape, from: step.inputs[0].type.elementType,
                    to: step.result.type.elementType)
            }
            if isUniform, let kernel = makeCopyKernel() { return kernel }
            if hasNarrowPrimitive, step.algorithm == .direct, let kernel = try makeOneDNNKernel() {
                return kernel
            }
            return try WidenedKernel(self)
        }

        /// Whether the kernels of oneDNN take the step's types as they are.
        private var hasNarrowPrimitive: Bool {
            switch step.operation {
            // Their constants are made as they want them.
            case .convolution, .depthwiseConvolution, .matrixProduct: true
            case .pooling, .unary, .binary: isUniform
            default: false
            }
        }

        private var isUniform: Bool {
            (step.inputs + [step.result]).allSatisfy { $0.type.elementType == .bfloat16 }
        }

        /// The kernel that casts a value between `float32` and `bfloat16`.
        func makeConversion(
            _ shape: Shape, from source: ElementType, to target: ElementType
        ) throws(EngineError) -> PrimitiveKernel {
            do throws(OneDNN.Failure) {
                let from = try OneDNN.Layout(dense: [shape.elementCount], of: source)
                let to = try OneDNN.Layout(dense: [shape.elementCount], of: target)
                let primitive = try OneDNN.Primitive(
                    reorder: from, to: to, OneDNN.Attributes())
                return kernel(
                    primitive,
                    [bound(DNNL_ARG_FROM, from, .input(0)), bound(DNNL_ARG_TO, to, .result)])
            } catch {
                throw .kernelFailed(kernel: "cast", node: step.name, status: error.status)
            }
        }

        /// The same request for another step over values of the same shapes.
        func with(step: LoweredGraph.Step) -> KernelRequest {
            var request = self
            request.step = step
            return request
        }
    }
#endif
