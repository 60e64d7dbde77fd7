#if OneDNN
    import Graph
    import Tensors

    /// A kernel for `float32` between casts from and to `bfloat16`, for what has no kernel of its own
    /// for that.
    struct WidenedKernel: Kernel {
        /// A cast of one argument.
        private struct Conversion {
            let argument: KernelArgument
            let kernel: PrimitiveKernel
            /// Where the `float32` values lie in the working memory.
            let offset: Int
        }

        private let kernel: any Kernel
        private let conversions: [Conversion]
        let scratchByteCount: Int

        var keepsBitsInParts: Bool { kernel.keepsBitsInParts }
        var implementation: String { "\(kernel.implementation), widened" }

        /// Makes the kernel of a step some of whose values are `bfloat16`, and none of them constants.
        init(_ request: KernelRequest) throws(EngineError) {
            var step = request.step
            // Widened operands lie apart from the result.
            step.overwrittenInput = nil
            var offset = 0
            var conversions: [Conversion] = []
            func convert(_ view: LoweredGraph.View, _ argument: KernelArgument, _ shape: Shape)
                throws(EngineError) -> LoweredGraph.View
            {
                guard view.type.elementType == .bfloat16 else { return view }
                let isResult = argument == .result
                conversions.append(
                    Conversion(
                        argument: argument,
                        kernel: try request.makeConversion(
                            shape, from: isResult ? .float32 : .bfloat16,
                            to: isResult ? .bfloat16 : .float32),
                        offset: offset))
                offset += MemoryPlan.aligned(shape.elementCount * MemoryLayout<Float>.size)
                return LoweredGraph.View(
                    buffer: view.buffer, type: ValueType(.float32, view.type.dimensions))
            }
            for (input, view) in step.inputs.enumerated() {
                step.inputs[input] = try convert(view, .input(input), request.inputShapes[input])
            }
            step.result = try convert(step.result, .result, request.resultShape)
            kernel = try request.with(step: step).makeKernel()
            let ownScratch = MemoryPlan.aligned(kernel.scratchByteCount)
            self.conversions = conversions.map {
                Conversion(
                    argument: $0.argument, kernel: $0.kernel, offset: ownScratch + $0.offset)
            }
            scratchByteCount = ownScratch + offset
        }

        func makeBound(_ environment: KernelEnvironment) throws(EngineError) -> any BoundKernel {
            let bound = try kernel.makeBound(environment)
            var casts: [BoundWidenedKernel.BoundConversion] = []
            for conversion in conversions {
                let place = environment.scratch + conversion.offset
                let cast = try conversion.kernel.makeBound(environment)
                cast.bind(conversion.argument == .result ? .input(0) : .result, to: place)
                bound.bind(conversion.argument, to: place)
                casts.append((conversion.argument, cast))
            }
            return BoundWidenedKernel(bound, casts)
        }
    }

    private final class BoundWidenedKernel: BoundKernel {
        typealias BoundConversion = (argument: KernelArgument, kernel: any BoundKernel)

        private let kernel: any BoundKernel
        private let conversions: [BoundConversion]

        init(_ kernel: any BoundKernel, _ conversions: [BoundConversion]) {
            self.kernel = kernel
            self.conversions = conversions
        }

        func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
            guard let conversion = conversions.first(where: { $0.argument == argument }) else {
                return kernel.bind(argument, to: address)
            }
            conversion.kernel.bind(argument == .result ? .result : .input(0), to: address)
        }

        func reads(_ argument: KernelArgument) -> Bool { kernel.reads(argument) }

        func run() throws(EngineError) {
            for conversion in conversions where conversion.argument != .result {
                try conversion.kernel.run()
            }
            try kernel.run()
            for conversion in conversions where conversion.argument == .result {
                try conversion.kernel.run()
            }
        }
    }
#endif
