import Graph
import Tensors

/// A plan bound to one executor's memory.
///
/// Only what lies in the caller's memory, inputs and outputs, is bound anew for each run.
final class Frame: TeamWork {
    let generation: Int
    /// How many threads the kernel library divides a kernel's work among.
    let threadsOfKernel: Int

    private let lanes: [Lane]
    private let barrier: Barrier?
    private let outputs: [Output]
    /// The distinct computed buffers that are given back, and the tensors that hold them.
    private let computedTypes: [ValueType]
    private var computed: [Tensor?]
    /// The last run's results.
    private var results: [Tensor]
    private let batchSize: Int
    private var isMeasuring = false

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
        threadsOfKernel = plan.threadsOfKernel
        let graph = model.graph
        let batchSize = plan.key.batchSize
        var lanes: [Lane] = []
        for (program, own) in zip(plan.programs, memory.threads) {
            lanes.append(
                try Lane(program, of: plan, model: model, in: own, shared: memory.shared))
        }
        self.lanes = lanes
        barrier = lanes.count > 1 ? Barrier(threads: lanes.count) : nil
        let buffers = graph.computedOutputs
        outputs = graph.outputs.map { output in
            let origin: Origin
            switch graph.buffers[output.view.buffer] {
            case .input(let index): origin = .input(index)
            case .constant(let tensor): origin = .constant(tensor ?? Self.nothing)
            case .computed:
                origin = .computed(buffers.firstIndex(of: output.view.buffer) ?? 0)
            }
            return Output(
                origin: origin, shape: output.view.type.shape(batchSize: batchSize))
        }
        computedTypes = buffers.compactMap { buffer in
            graph.outputs.first { $0.view.buffer == buffer }?.view.type
        }
        computed = Array(repeating: nil, count: buffers.count)
        results = Array(repeating: Self.nothing, count: outputs.count)
        self.batchSize = batchSize
    }

    private static let nothing = Tensor([] as [Float])

    func run(thread: Int) {
        if isMeasuring {
            lanes[thread].measure(thread: thread, barrier: barrier)
        } else {
            lanes[thread].run(thread: thread, barrier: barrier)
        }
    }

    /// Runs all kernels.
    ///
    /// Allocates nothing if the caller has dropped the last run's results: they are written again.
    func run(_ inputs: [Tensor], team: Team) throws(EngineError) -> [Tensor] {
        for index in results.indices { results[index] = Self.nothing }
        for index in computed.indices { setOutput(index, to: writable(index)) }
        // Lanes hold the inputs' addresses, which stay as long as the inputs do.
        try withExtendedLifetime(inputs) { () throws(EngineError) in
            for (index, input) in inputs.enumerated() {
                let address = input.withUnsafeBytes(\.baseAddress)
                for lane in lanes { lane.setInput(index, to: address) }
            }
            team.run(self, threads: lanes.count)
            for lane in lanes { if let failure = lane.failure { throw failure } }
        }
        for (index, output) in outputs.enumerated() {
            switch output.origin {
            case .input(let input): results[index] = inputs[input].reshaped(to: output.shape)
            case .constant(let tensor): results[index] = tensor.reshaped(to: output.shape)
            case .computed(let place):
                guard let tensor = computed[place] else { continue }
                results[index] = tensor.reshaped(to: output.shape)
            }
        }
        return results
    }

    /// Runs all kernels and measures how long each step takes, as the mean of the threads.
    func measure(_ inputs: [Tensor], team: Team) throws(EngineError) -> [Duration] {
        isMeasuring = true
        defer { isMeasuring = false }
        _ = try run(inputs, team: team)
        return lanes[0].durations.indices.map { step in
            lanes.reduce(Duration.zero) { $0 + $1.durations[step] } / lanes.count
        }
    }

    /// The memory of a result: the last run's if nobody has it any more, or else new.
    private func writable(_ index: Int) -> UnsafeMutableRawPointer? {
        if let bytes = computed[index]?.unsharedBytes() { return bytes.baseAddress }
        let type = computedTypes[index]
        var address: UnsafeMutableRawPointer?
        computed[index] = Tensor(
            shape: type.shape(batchSize: batchSize), elementType: type.elementType
        ) { address = $0.baseAddress }
        return address
    }

    private func setOutput(_ index: Int, to address: UnsafeMutableRawPointer?) {
        for lane in lanes { lane.setOutput(index, to: address) }
    }
}
