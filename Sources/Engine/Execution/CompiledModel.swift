import Graph
import Synchronization
import Tensors

/// A graph compiled for running: weights in the layouts of its kernels, and a plan per batch size.
///
/// Any thread may use it. Executors made from it share its weights and plans.
public final class CompiledModel: Sendable {
    /// The names and types of what a run takes, in order.
    public let inputs: [(name: String, type: ValueType)]
    /// The names and types of what a run gives, in order.
    public let outputs: [(name: String, type: ValueType)]

    /// How its algorithms were chosen.
    public let tuning: TuningOutcome

    let graph: LoweredGraph
    let options: EngineOptions
    /// What runs in stripes, the same for all batch sizes.
    let bands: [Band]
    private let constants: ConstantStore
    private let plans: Mutex<RecentCache<Plan.Key, Plan>>

    /// Compiles a graph.
    ///
    /// - Parameter tuningRecords: Where measured choices are found and kept, if any are measured.
    /// - Throws: `EngineError` if a part of the graph that depends on no input can't be computed, or
    ///   the machine lacks what the precision takes.
    public convenience init(
        _ graph: Graph, options: EngineOptions = EngineOptions(),
        tuningRecords: (any TuningRecords)? = nil
    ) throws(EngineError) {
        try self.init(graph, options: options, tuningRecords: tuningRecords) {
            $0.bands(options.policy)
        }
    }

    /// Compiles a graph whose bands are chosen by the closure.
    init(
        _ graph: Graph, options: EngineOptions, tuningRecords: (any TuningRecords)? = nil,
        choosing choose: (BandMaker) -> [Band]
    ) throws(EngineError) {
        try options.precision.checkSupport()
        var lowered = try LoweredGraph(graph, precision: options.precision)
        tuning =
            options.computesDirectly
            ? .none : try lowered.tune(options.tuning, records: tuningRecords)
        self.graph = lowered.withoutConstants
        self.options = options
        bands = lowered.isRowwise ? choose(BandMaker(lowered)) : []
        inputs = lowered.signature.inputs
        outputs = lowered.outputs.map { ($0.name, $0.view.type) }
        constants = ConstantStore(lowered)
        plans = Mutex(RecentCache(capacity: options.planCapacity))
    }

    /// Makes an executor, which runs one batch at a time.
    ///
    /// - Parameter threads: How many threads a run may use at most, 1 to 1024.
    /// - Throws: `EngineError.invalidThreadCount`.
    public func makeExecutor(threads: Int = 1) throws(EngineError) -> Executor {
        guard (1...1024).contains(threads) else { throw .invalidThreadCount(threads) }
        return Executor(self, threads: threads)
    }

    /// The kind of number in which layers compute.
    public var precision: Precision { options.precision }

    /// The number of steps of a run, each a kernel or more.
    public var stepCount: Int { graph.steps.count }

    /// Makes the plan of a batch size and number of threads, for all executors, ahead of its first run.
    ///
    /// May be called while executors run.
    /// - Throws: `EngineError` as `Executor.run`.
    public func prepare(batchSize: Int, threads: Int) throws(EngineError) {
        guard batchSize > 0 else { throw .emptyBatch(name: inputs.first?.name ?? "") }
        guard (1...1024).contains(threads) else { throw .invalidThreadCount(threads) }
        ThreadCount.set(threads)
        _ = try plan(Plan.Key(batchSize: batchSize, threads: threads))
    }

    /// Copies weights that still lie in memory of others, such as a mapped file, so that it is freed.
    ///
    /// Call it after `prepare`, which leaves few of them.
    public func detachConstants() { constants.detach() }

    /// The bytes that weights take, in all layouts in use.
    public var constantByteCount: Int { constants.byteCount }

    /// The plan for a key, made on the calling thread if there is none yet.
    func plan(_ key: Plan.Key) throws(EngineError) -> Plan {
        if let plan = plans.withLock({ $0.value(for: key) }) { return plan }
        // Outside of the lock: making kernels takes long, and other batch sizes need not wait.
        let plan = try Plan(
            graph, key: key, constants: constants, policy: options.policy, bands: bands)
        plans.withLock { $0.insert(plan, for: key) }
        return plan
    }

    /// A constant as its tensor lies; nil if the buffer is not a constant.
    func plainConstant(_ buffer: Int) -> AlignedMemory? { constants.plain(buffer) }
}
