import Tensors

/// One thread's program bound to the thread's memory.
///
/// Belongs to one thread during a run, and to the executor's between runs.
final class Lane {
    private let calls: [Program.Call]
    private let bindings: [Binding]
    /// The plan's kernels, as far as the program uses them.
    private let kernels: [(any BoundKernel)?]
    /// Where each argument of each kernel lay last.
    private var addresses: [UnsafeMutableRawPointer?]
    /// Where each space begins.
    private var bases: [UnsafeMutableRawPointer?]
    private let inputCount: Int
    /// Why a kernel failed in the last run; nil if none did.
    private(set) var failure: EngineError?
    /// How long each step's parts took when the program was last measured.
    private(set) var durations: [Duration]

    private struct Binding {
        let argument: KernelArgument
        let slot: Int
        let base: Int
        let offset: Int
    }

    init(
        _ program: Program, of plan: Plan, model: CompiledModel,
        in memory: ExecutorMemory.OfThread, shared: AlignedMemory
    ) throws(EngineError) {
        calls = program.calls
        durations = Array(repeating: .zero, count: model.graph.steps.count)
        let inputCount = model.inputs.count
        let outputCount = model.graph.computedOutputs.count
        self.inputCount = inputCount
        bindings = program.bindings.map { binding in
            let base =
                switch binding.location.space {
                case .input(let index): index
                case .output(let index): inputCount + index
                case .shared: inputCount + outputCount
                case .own: inputCount + outputCount + 1
                }
            return Binding(
                argument: binding.argument, slot: binding.slot, base: base,
                offset: binding.location.offset)
        }
        bases =
            Array(repeating: nil, count: inputCount + outputCount) + [
                shared.address, memory.arena.address,
            ]
        addresses = Array(repeating: nil, count: plan.slotCount)
        var kernels = [(any BoundKernel)?](repeating: nil, count: plan.kernels.count)
        for call in program.calls {
            guard case .kernel(let index) = call.action, kernels[index] == nil else { continue }
            let kernel = try plan.kernels[index].makeBound(memory.environment)
            for (place, view) in model.graph.steps[call.step].inputs.enumerated()
            where kernel.reads(.input(place)) {
                guard let constant = model.plainConstant(view.buffer) else { continue }
                kernel.bind(.input(place), to: constant.address)
            }
            kernels[index] = kernel
        }
        self.kernels = kernels
    }

    /// Says where an input of the model lies in this run.
    func setInput(_ index: Int, to address: UnsafeRawPointer?) {
        // Only read: kernels' interfaces do not tell the two apart.
        bases[index] = UnsafeMutableRawPointer(mutating: address)
    }

    /// Says where a computed output is written in this run.
    func setOutput(_ index: Int, to address: UnsafeMutableRawPointer?) {
        bases[inputCount + index] = address
    }

    /// Runs the program.
    ///
    /// After a failure no more kernels run, but the others are still met where they wait.
    func run(thread: Int, barrier: Barrier?) {
        failure = nil
        for call in calls {
            run(call, thread, barrier)
        }
    }

    /// Runs the program and takes the time of each step's parts.
    func measure(thread: Int, barrier: Barrier?) {
        failure = nil
        for step in durations.indices { durations[step] = .zero }
        let clock = ContinuousClock()
        for call in calls {
            let start = clock.now
            run(call, thread, barrier)
            if case .wait = call.action { continue }
            durations[call.step] += start.duration(to: clock.now)
        }
    }

    @inline(__always)
    private func run(_ call: Program.Call, _ thread: Int, _ barrier: Barrier?) {
        switch call.action {
        case .wait: barrier?.wait(thread)
        case .kernel(let index):
            if failure == nil { run(index, call.bindings) }
        case .move(let source, let target, let byteCount):
            guard let own = bases[bases.count - 1] else { return }
            (own + target).copyMemory(from: own + source, byteCount: byteCount)
        }
    }

    @inline(__always)
    private func run(_ index: Int, _ range: Range<Int>) {
        guard let kernel = kernels[index] else { return }
        for binding in bindings[range] {
            guard let base = bases[binding.base] else { continue }
            let address = base + binding.offset
            if addresses[binding.slot] != address {
                kernel.bind(binding.argument, to: address)
                addresses[binding.slot] = address
            }
        }
        do throws(EngineError) { try kernel.run() } catch { failure = error }
    }
}
