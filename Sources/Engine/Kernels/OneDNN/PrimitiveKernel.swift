#if OneDNN
    import COneDNN

    /// A step that a oneDNN primitive runs.
    struct PrimitiveKernel: Kernel {
        /// An argument of the primitive: its number, its layout and what it stands for.
        struct Argument: Sendable {
            let number: Int32
            let layout: OneDNN.Layout
            let source: Source
        }

        /// What an argument stands for.
        enum Source: Sendable {
            /// An argument of the step.
            case bound(KernelArgument)
            /// Memory that the kernel keeps.
            case constant(AlignedMemory)
        }

        let node: String
        let name: String
        let primitive: OneDNN.Primitive
        let arguments: [Argument]
        private let scratch: OneDNN.Layout?

        /// Makes a kernel.
        ///
        /// - Parameters:
        ///   - node: The node's name, for errors.
        ///   - name: What kind of primitive it is, for errors.
        init(node: String, name: String, primitive: OneDNN.Primitive, arguments: [Argument]) {
            self.node = node
            self.name = name
            self.primitive = primitive
            self.arguments = arguments
            scratch = primitive.scratchLayout
        }

        var scratchByteCount: Int { scratch?.byteCount ?? 0 }
        var implementation: String { primitive.implementation }

        func makeBound(_ environment: KernelEnvironment) throws(EngineError) -> any BoundKernel {
            do throws(OneDNN.Failure) {
                return try BoundPrimitive(self, scratch: scratch, environment)
            } catch {
                throw .kernelFailed(kernel: name, node: node, status: error.status)
            }
        }
    }

    /// A primitive with its argument list built once, so that a run is one call.
    private final class BoundPrimitive: BoundKernel {
        private let kernel: PrimitiveKernel
        private let handle: dnnl_primitive_t
        private let stream: OneDNN.Stream
        private var bound: [(argument: KernelArgument, memory: OneDNN.Memory)] = []
        private var kept: [OneDNN.Memory] = []
        private let list: UnsafeMutableBufferPointer<dnnl_exec_arg_t>

        init(
            _ kernel: PrimitiveKernel, scratch: OneDNN.Layout?, _ environment: KernelEnvironment
        ) throws(OneDNN.Failure) {
            self.kernel = kernel
            handle = kernel.primitive.handle
            stream = environment.stream
            var list: [dnnl_exec_arg_t] = []
            for argument in kernel.arguments {
                let memory: OneDNN.Memory
                switch argument.source {
                case .bound(let source):
                    memory = try OneDNN.Memory(argument.layout, at: nil)
                    bound.append((source, memory))
                case .constant(let constant):
                    memory = try OneDNN.Memory(argument.layout, at: constant.address)
                    kept.append(memory)
                }
                list.append(dnnl_exec_arg_t(arg: argument.number, memory: memory.handle))
            }
            if let scratch {
                let memory = try OneDNN.Memory(scratch, at: environment.scratch)
                kept.append(memory)
                list.append(dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: memory.handle))
            }
            self.list = .allocate(capacity: list.count)
            _ = self.list.initialize(fromContentsOf: list)
        }

        deinit { list.deallocate() }

        func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
            for entry in bound where entry.argument == argument { entry.memory.move(to: address) }
        }

        func reads(_ argument: KernelArgument) -> Bool {
            bound.contains { $0.argument == argument }
        }

        func run() throws(EngineError) {
            let status = dnnl_primitive_execute(
                handle, stream.handle, Int32(truncatingIfNeeded: list.count), list.baseAddress)
            guard status == dnnl_success else {
                throw .kernelFailed(
                    kernel: kernel.name, node: kernel.node, status: OneDNN.Failure(status).status)
            }
        }
    }
#endif
