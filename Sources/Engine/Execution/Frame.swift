import Graph
import Tensors

/// A plan bound to one executor's memory.
///
/// Only what lies in the caller's memory, inputs and outputs, is bound anew for each run.
final class Frame {
    let generation: Int

    private struct ExternalArgument {
        let kernel: any BoundKernel
        let argument: KernelArgument
    }

    private let kernels: [any BoundKernel]
    /// Who reads each of the model's inputs.
    private var inputArguments: [[ExternalArgument]]
    /// The distinct buffers that are given back, with who reads and writes them.
    private var outputBuffers: [OutputBuffer] = []
    private let outputs: [Output]

    private struct OutputBuffer {
        let buffer: Int
        let shape: Shape
        let elementType: ElementType
        var arguments: [ExternalArgument] = []
    }

    private struct Output {
        let origin: Origin
        let shape: Shape
    }

    /// Where an output comes from.
    private enum Origin {
        case input(Int)
        case constant(Tensor)
        case computed(Int)
    }

    init(_ plan: Plan, model: CompiledModel, memory: ExecutorMemory) throws(EngineError) {
        generation = memory.generation
        let graph = model.graph
        let batchSize = plan.key.batchSize
        var bound: [any BoundKernel] = []
        for kernel in plan.kernels { bound.append(try kernel.makeBound(memory.environment)) }
        kernels = bound
        inputArguments = Array(repeating: [], count: model.inputs.count)

        var outputs: [Output] = []
        for output in graph.outputs {
            let shape = output.view.type.shape(batchSize: batchSize)
            let origin: Origin
            switch graph.buffers[output.view.buffer] {
            case .input(let index): origin = .input(index)
            case .constant(let tensor): origin = .constant(tensor)
            case .computed:
                let buffer = output.view.buffer
                if let known = outputBuffers.firstIndex(where: { $0.buffer == buffer }) {
                    origin = .computed(known)
                } else {
                    origin = .computed(outputBuffers.count)
                    outputBuffers.append(
                        OutputBuffer(
                            buffer: buffer, shape: shape,
                            elementType: output.view.type.elementType))
                }
            }
            outputs.append(Output(origin: origin, shape: shape))
        }
        self.outputs = outputs

        for (step, kernel) in zip(graph.steps, bound) {
            for (index, input) in step.inputs.enumerated() {
                bind(.input(index), of: kernel, to: input.buffer, plan, model, memory)
            }
            bind(.result, of: kernel, to: step.result.buffer, plan, model, memory)
        }
    }

    private func bind(
        _ argument: KernelArgument, of kernel: any BoundKernel, to buffer: Int, _ plan: Plan,
        _ model: CompiledModel, _ memory: ExecutorMemory
    ) {
        let external = ExternalArgument(kernel: kernel, argument: argument)
        if let index = outputBuffers.firstIndex(where: { $0.buffer == buffer }) {
            outputBuffers[index].arguments.append(external)
        } else if case .input(let index) = model.graph.buffers[buffer] {
            inputArguments[index].append(external)
        } else if let offset = plan.memory.offsets[buffer] {
            kernel.bind(argument, to: memory.arena.address + offset)
        } else if kernel.reads(argument), let constant = model.plainConstant(buffer) {
            kernel.bind(argument, to: constant.address)
        }
    }

    /// Runs all kernels in order.
    func run(_ inputs: [Tensor]) throws(EngineError) -> [Tensor] {
        var computed: [Tensor] = []
        try withMemory(of: inputs, &computed) { () throws(EngineError) in
            for kernel in kernels { try kernel.run() }
        }
        return outputs.map { output in
            switch output.origin {
            case .input(let index): inputs[index].reshaped(to: output.shape)
            case .constant(let tensor): tensor.reshaped(to: output.shape)
            case .computed(let index):
                // The innermost allocation, which ends first, is the last buffer's.
                computed[computed.count - 1 - index].reshaped(to: output.shape)
            }
        }
    }

    /// Runs all kernels in order and measures how long each takes.
    func measure(_ inputs: [Tensor]) throws(EngineError) -> [Duration] {
        var computed: [Tensor] = []
        var durations: [Duration] = []
        durations.reserveCapacity(kernels.count)
        let clock = ContinuousClock()
        try withMemory(of: inputs, &computed) { () throws(EngineError) in
            for kernel in kernels {
                let start = clock.now
                try kernel.run()
                durations.append(start.duration(to: clock.now))
            }
        }
        return durations
    }

    /// Borrows the inputs' memory from an index on, then makes the outputs around the body.
    private func withMemory(
        of inputs: [Tensor], from index: Int = 0, _ computed: inout [Tensor],
        _ body: () throws(EngineError) -> Void
    ) throws(EngineError) {
        guard index < inputs.count else { return try withOutputs(from: 0, &computed, body) }
        try inputs[index].withUnsafeBytes { bytes throws(EngineError) in
            if let address = bytes.baseAddress {
                for external in inputArguments[index] {
                    external.kernel.bind(
                        external.argument, to: UnsafeMutableRawPointer(mutating: address))
                }
            }
            try withMemory(of: inputs, from: index + 1, &computed, body)
        }
    }

    /// Allocates the outputs from an index on around the body.
    private func withOutputs(
        from index: Int, _ computed: inout [Tensor], _ body: () throws(EngineError) -> Void
    ) throws(EngineError) {
        guard index < outputBuffers.count else { return try body() }
        let buffer = outputBuffers[index]
        let tensor = try Tensor(shape: buffer.shape, elementType: buffer.elementType) {
            bytes throws(EngineError) in
            if let address = bytes.baseAddress {
                for external in buffer.arguments {
                    external.kernel.bind(external.argument, to: address)
                }
            }
            try withOutputs(from: index + 1, &computed, body)
        }
        computed.append(tensor)
    }
}
