import Graph
import Tensors

/// How a model runs for one batch size and number of threads: kernels, and for each thread the order
/// in which it runs them and where their buffers lie.
///
/// Immutable and shared by executors, each of which binds it to its own memory.
struct Plan: Sendable {
    /// Which plan of a model is meant.
    struct Key: Hashable, Sendable {
        let batchSize: Int
        let threads: Int
    }

    let key: Key
    let kernels: [any Kernel]
    /// The step each kernel is a part of.
    let steps: [Int]
    /// What each thread does.
    let programs: [Program]
    /// How many arguments all kernels have together.
    let slotCount: Int
    /// The bytes of the arena that all threads share.
    let sharedByteCount: Int
    /// The bytes of each thread's own arena.
    let ownByteCount: Int
    /// The bytes of each thread's working memory, shared by its kernels because they run one after
    /// another.
    let scratchByteCount: Int
    /// How many threads the kernel library divides a kernel's work among.
    let threadsOfKernel: Int

    /// Plans a graph.
    ///
    /// - Throws: `EngineError` if a kernel can't be made or the sizes are too large.
    init(
        _ graph: LoweredGraph, key: Key, constants: ConstantStore,
        policy: PlanPolicy, bands: [Band]
    ) throws(EngineError) {
        self.key = key
        // Refuses what can't be counted before anything is divided.
        _ = try MemoryPlan(graph, batchSize: key.batchSize)
        let isRowwise = graph.isRowwise
        threadsOfKernel = isRowwise ? 1 : key.threads
        ThreadCount.set(threadsOfKernel)
        var builder = PlanBuilder(
            graph, constants: constants, policy: policy, threadsOfKernel: threadsOfKernel)
        let threads = isRowwise ? Self.usefulThreads(graph, key, policy) : 1

        // Each thread takes as many rows as the others; those that are left they share.
        let each = key.batchSize / threads
        var programs: [Program] = []
        var byteCounts = (shared: 0, own: 0)
        if each > 0 {
            let bands = try builder.exact(bands)
            let levels = graph.groupLevels(rows: each, cache: policy.cache, bands: bands)
            let memory = try MemoryPlan(
                graph, batchSize: key.batchSize, levels: levels, bands: bands)
            for thread in 0..<threads {
                let rows = thread * each..<(thread + 1) * each
                programs.append(
                    try builder.program(
                        PlanBuilder.Groups(
                            rows: rows, levels: levels, bands: bands, memory: memory)))
            }
            byteCounts.own = memory.byteCount
        } else {
            programs = Array(repeating: Program(), count: threads)
        }
        let rest = each * threads..<key.batchSize
        if !rest.isEmpty {
            let memory = try MemoryPlan(
                graph, batchSize: key.batchSize,
                levels: [GroupLevel(rows: rest.count, end: graph.steps.count)], delay: 2)
            try builder.cooperate(on: rest, memory: memory, programs: &programs)
            byteCounts.shared = memory.byteCount
        }
        self.programs = programs
        sharedByteCount = byteCounts.shared
        ownByteCount = byteCounts.own
        kernels = builder.kernels
        steps = builder.steps
        slotCount = builder.slotCount
        scratchByteCount = kernels.reduce(0) { max($0, $1.scratchByteCount) }
    }

    /// How many threads have enough to do.
    private static func usefulThreads(
        _ graph: LoweredGraph, _ key: Key, _ policy: PlanPolicy
    ) -> Int {
        let (work, overflows) = graph.work.multipliedReportingOverflow(by: key.batchSize)
        return overflows ? key.threads : min(key.threads, max(1, work / policy.leastWorkPerThread))
    }

    /// What runs each step, for tables.
    func implementations(stepCount: Int) -> [String] {
        var result = [String](repeating: "", count: stepCount)
        for (step, kernel) in zip(steps, kernels) where result[step].isEmpty {
            result[step] = kernel.implementation
        }
        return result
    }
}
