import Graph
import Tensors

/// Runs a compiled model, one batch at a time.
///
/// Belongs to one thread at a time; make one for each thread that runs batches. Memory for
/// intermediate values is kept from run to run.
public final class Executor {
    /// The model it runs.
    public let model: CompiledModel
    /// How many threads one run uses.
    public let threads: Int

    private let memory: ExecutorMemory
    private var frames: RecentCache<Int, Frame>

    init(_ model: CompiledModel, threads: Int) throws(EngineError) {
        self.model = model
        self.threads = threads
        memory = try ExecutorMemory()
        frames = RecentCache(capacity: model.options.planCapacity)
    }

    /// Runs the model.
    ///
    /// The first run with a batch size plans it, which takes milliseconds.
    ///
    /// - Parameter inputs: One tensor for each of the model's inputs, in order. Their dimensions
    ///   that depend on the batch must agree in its size.
    /// - Returns: The outputs, in the model's order. They may share memory with the inputs.
    /// - Throws: `EngineError` if the tensors are not what the model takes, or a kernel fails.
    public func run(_ inputs: [Tensor]) throws(EngineError) -> [Tensor] {
        let batchSize = try model.graph.signature.batchSize(of: inputs)
        ThreadCount.set(threads)
        return try frame(batchSize: batchSize).run(inputs)
    }

    /// Plans a batch size ahead of its first run.
    ///
    /// - Throws: `EngineError` as `run`.
    public func prepare(batchSize: Int) throws(EngineError) {
        guard batchSize > 0 else { throw .emptyBatch(name: model.inputs.first?.name ?? "") }
        ThreadCount.set(threads)
        _ = try frame(batchSize: batchSize)
    }

    /// Runs the model once and says how long each step took.
    ///
    /// - Throws: `EngineError` as `run`.
    public func measure(_ inputs: [Tensor]) throws(EngineError) -> [StepTiming] {
        let batchSize = try model.graph.signature.batchSize(of: inputs)
        ThreadCount.set(threads)
        let durations = try frame(batchSize: batchSize).measure(inputs)
        let plan = try model.plan(Plan.Key(batchSize: batchSize, threads: threads))
        return zip(zip(model.graph.steps, plan.kernels), durations).map { step, duration in
            StepTiming(
                node: step.0.name, operation: step.0.operation.mnemonic,
                implementation: step.1.implementation, duration: duration)
        }
    }

    /// The bytes held for intermediate values and working memory.
    public var workingByteCount: Int { memory.byteCount }

    /// Overwrites what earlier runs left behind with numbers that spoil every result, for tests.
    func poison() { memory.fill(with: 0xff) }

    private func frame(batchSize: Int) throws(EngineError) -> Frame {
        if let frame = frames.value(for: batchSize), frame.generation == memory.generation {
            return frame
        }
        let plan = try model.plan(Plan.Key(batchSize: batchSize, threads: threads))
        memory.reserve(arena: plan.memory.byteCount, scratch: plan.scratchByteCount)
        let frame = try Frame(plan, model: model, memory: memory)
        frames.insert(frame, for: batchSize)
        return frame
    }
}
