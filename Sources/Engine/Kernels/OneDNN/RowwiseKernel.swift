#if OneDNN
    /// A primitive that runs once for each row, on one thread.
    ///
    /// Implementations on the library's general matrix product divide the sums by the number of rows
    /// and threads, so that a row's bits depend on its batch; run alone, a row always has the same.
    struct RowwiseKernel: Kernel {
        /// How an argument moves from row to row.
        struct Step: Sendable {
            let argument: KernelArgument
            let byteCount: Int
        }

        /// The kernel of one row.
        let kernel: PrimitiveKernel
        let rows: Int
        let steps: [Step]
        /// The executor's thread count, to go back to.
        let threads: Int

        var scratchByteCount: Int { kernel.scratchByteCount }
        /// The general matrix product divides sums by how much there is of an image, too.
        var keepsBitsInParts: Bool { false }
        var implementation: String { "\(kernel.implementation) by row" }

        func makeBound(_ environment: KernelEnvironment) throws(EngineError) -> any BoundKernel {
            BoundRowwise(self, try kernel.makeBound(environment))
        }
    }

    private final class BoundRowwise: BoundKernel {
        private let kernel: RowwiseKernel
        private let row: any BoundKernel
        private var moving: [(step: RowwiseKernel.Step, address: UnsafeMutableRawPointer)] = []

        init(_ kernel: RowwiseKernel, _ row: any BoundKernel) {
            self.kernel = kernel
            self.row = row
        }

        func bind(_ argument: KernelArgument, to address: UnsafeMutableRawPointer) {
            row.bind(argument, to: address)
            moving.removeAll { $0.step.argument == argument }
            for step in kernel.steps where step.argument == argument {
                moving.append((step, address))
            }
        }

        func reads(_ argument: KernelArgument) -> Bool { row.reads(argument) }

        func run() throws(EngineError) {
            ThreadCount.set(1)
            defer { ThreadCount.set(kernel.threads) }
            for index in 0..<kernel.rows {
                for (step, address) in moving {
                    row.bind(step.argument, to: address + index * step.byteCount)
                }
                try row.run()
            }
        }
    }

    extension KernelRequest {
        /// Makes a kernel for all rows at once, or, where that would let a row's bits depend on the
        /// others, for one row after another.
        ///
        /// - Parameters:
        ///   - rows: How many rows there are.
        ///   - steps: How the arguments move from row to row.
        ///   - make: Makes the kernel of so many rows.
        func makeInvariant(
            rows: Int, steps: [RowwiseKernel.Step],
            make: (_ rows: Int) throws(OneDNN.Failure) -> PrimitiveKernel
        ) throws(OneDNN.Failure) -> any Kernel {
            let kernel = try make(rows)
            guard kernel.primitive.usesGeneralMatrixProduct else { return kernel }
            ThreadCount.set(1)
            defer { ThreadCount.set(threads) }
            return RowwiseKernel(
                kernel: try make(1), rows: rows, steps: steps, threads: threads)
        }
    }
#endif
