import Graph
import Tensors

/// Runs a compiled model, one batch at a time.
///
/// Belongs to one thread at a time; make one for each thread that runs batches. Memory for
/// intermediate values and the threads that help with a run are kept from run to run.
public final class Executor {
    /// The model it runs.
    public let model: CompiledModel
    /// How many threads a run may use at most.
    public let threads: Int

    private let memory = ExecutorMemory()
    private let team = Team()
    private var frames: RecentCache<Plan.Key, Frame>

    init(_ model: CompiledModel, threads: Int) {
        self.model = model
        self.threads = threads
        frames = RecentCache(capacity: model.options.planCapacity)
    }

    /// Runs the model.
    ///
    /// The first run with a batch size and number of threads plans it, which takes milliseconds.
    /// From then on a run allocates nothing, if the results of the run before with the same batch
    /// size and threads have been dropped: their memory is written again.
    ///
    /// - Parameters:
    ///   - inputs: One tensor for each of the model's inputs, in order. Their dimensions that depend
    ///     on the batch must agree in its size.
    ///   - threads: How many threads to use, at most the executor's; nil for all. The results have
    ///     the same bits with any number.
    /// - Returns: The outputs, in the model's order. They may share memory with the inputs.
    /// - Throws: `EngineError` if the tensors are not what the model takes, there are not so many
    ///   threads, or a kernel fails.
    public func run(_ inputs: [Tensor], threads: Int? = nil) throws(EngineError) -> [Tensor] {
        try frame(try key(for: inputs, threads)).run(inputs, team: team)
    }

    /// Plans a batch size ahead of its first run with a number of threads.
    ///
    /// - Throws: `EngineError` as `run`.
    public func prepare(batchSize: Int, threads: Int? = nil) throws(EngineError) {
        guard batchSize > 0 else { throw .emptyBatch(name: model.inputs.first?.name ?? "") }
        _ = try frame(try key(batchSize, threads))
    }

    /// Runs the model once and says how long each step took.
    ///
    /// Parts of a step, such as groups of rows, are counted together; with several threads it is
    /// their mean, without the time they wait for each other.
    ///
    /// - Throws: `EngineError` as `run`.
    public func measure(
        _ inputs: [Tensor], threads: Int? = nil
    ) throws(EngineError) -> [StepTiming] {
        let key = try key(for: inputs, threads)
        let durations = try frame(key).measure(inputs, team: team)
        let implementations = try model.plan(key).implementations(stepCount: durations.count)
        return model.graph.steps.indices.map { index in
            let step = model.graph.steps[index]
            return StepTiming(
                node: step.name, operation: step.operation.mnemonic,
                implementation: implementations[index], duration: durations[index])
        }
    }

    /// The bytes held for intermediate values and working memory.
    public var workingByteCount: Int { memory.byteCount }

    /// Overwrites what earlier runs left behind with numbers that spoil every result, for tests.
    func poison() { memory.fill(with: 0xff) }

    private func key(for inputs: [Tensor], _ threads: Int?) throws(EngineError) -> Plan.Key {
        try key(try model.graph.signature.batchSize(of: inputs), threads)
    }

    private func key(_ batchSize: Int, _ threads: Int?) throws(EngineError) -> Plan.Key {
        let count = threads ?? self.threads
        guard (1...self.threads).contains(count) else { throw .invalidThreadCount(count) }
        return Plan.Key(batchSize: batchSize, threads: count)
    }

    private func frame(_ key: Plan.Key) throws(EngineError) -> Frame {
        if let frame = frames.value(for: key), frame.generation == memory.generation {
            ThreadCount.set(frame.threadsOfKernel)
            return frame
        }
        let plan = try model.plan(key)
        try memory.reserve(for: plan)
        let frame = try Frame(plan, model: model, memory: memory)
        frames.insert(frame, for: key)
        ThreadCount.set(frame.threadsOfKernel)
        return frame
    }
}
