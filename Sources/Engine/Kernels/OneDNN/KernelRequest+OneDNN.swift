#if OneDNN
    import COneDNN
    import Graph
    import Tensors

    extension KernelRequest {
        /// A kernel of oneDNN; nil if it has none for the step that is faster than ours.
        func makeOneDNNKernel() throws(EngineError) -> (any Kernel)? {
            let kernel = try makeAnyOneDNNKernel()
            // The library's own reference is slower than the Swift kernels.
            return kernel?.implementation.hasPrefix("ref") == true ? nil : kernel
        }

        private func makeAnyOneDNNKernel() throws(EngineError) -> (any Kernel)? {
            do throws(OneDNN.Failure) {
                switch step.operation {
                case .convolution(let convolution):
                    return addsWrongly(convolution.epilogue)
                        ? nil : try makeConvolution(convolution)
                case .depthwiseConvolution(let convolution):
                    return addsWrongly(convolution.epilogue)
                        ? nil : try makeDepthwiseConvolution(convolution)
                case .matrixProduct(let product):
                    return addsWrongly(product.epilogue) ? nil : try makeMatrixProduct(product)
                case .pooling(let pooling): return try makePooling(pooling)
                case .softmax(let softmax): return try makeSoftmax(softmax)
                case .unary(let function): return try makeElementwise(function)
                case .binary(let function): return try makeBinary(function)
                default: return nil
                }
            } catch {
                throw .kernelFailed(
                    kernel: step.operation.mnemonic, node: step.name, status: error.status)
            }
        }

        /// Whether the library would add a residual wrongly; one that is overwritten it adds right.
        private func addsWrongly(_ epilogue: Epilogue) -> Bool {
            guard let residual = epilogue.residualIndex, !overwrites(residual) else { return false }
            return !VectorInstructionSet.ofThisProcessor.haveResidualsAddedRight(
                toChannels: resultShape[resultShape.rank - 1])
        }

        /// The type of the first input's elements.
        var inputType: ElementType { step.inputs[0].type.elementType }
        /// The type of the result's elements.
        var resultType: ElementType { step.result.type.elementType }

        /// An argument of the primitive that is an argument of the step.
        func bound(
            _ number: Int32, _ layout: OneDNN.Layout, _ argument: KernelArgument
        ) -> PrimitiveKernel.Argument {
            PrimitiveKernel.Argument(number: number, layout: layout, source: .bound(argument))
        }

        /// The kernel of a primitive.
        func kernel(
            _ primitive: OneDNN.Primitive, _ arguments: [PrimitiveKernel.Argument]
        ) -> PrimitiveKernel {
            PrimitiveKernel(
                node: step.name, name: step.operation.mnemonic, primitive: primitive,
                arguments: arguments)
        }
    }
#endif
