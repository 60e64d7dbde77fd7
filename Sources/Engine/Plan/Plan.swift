import Graph
import Tensors

/// How a model runs for one batch size and number of threads: kernels in order, and where their
/// buffers lie.
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
    let memory: MemoryPlan
    /// The bytes of working memory, shared by all kernels because they run one after another.
    let scratchByteCount: Int

    /// Plans a graph.
    ///
    /// Call it on a thread whose thread count is the key's: kernels divide their work when they are
    /// made.
    ///
    /// - Throws: `EngineError` if a kernel can't be made or the sizes are too large.
    init(_ graph: LoweredGraph, key: Key, constants: ConstantStore) throws(EngineError) {
        self.key = key
        memory = try MemoryPlan(graph, batchSize: key.batchSize)
        var kernels: [any Kernel] = []
        kernels.reserveCapacity(graph.steps.count)
        for step in graph.steps {
            kernels.append(
                try KernelRequest(step: step, key: key, constants: constants)
                    .makeKernel())
        }
        self.kernels = kernels
        scratchByteCount = kernels.reduce(0) { max($0, $1.scratchByteCount) }
    }
}
