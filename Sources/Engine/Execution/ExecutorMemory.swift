/// The memory of one executor: an arena for intermediate values and working memory for kernels.
///
/// Grows to the largest plan and stays. Belongs to the executor's thread.
final class ExecutorMemory {
    private(set) var arena = AlignedMemory(byteCount: 0)
    private(set) var scratch = AlignedMemory(byteCount: 0)
    /// Counts the times memory moved; what was bound before is stale.
    private(set) var generation = 0

    #if OneDNN
        let stream: OneDNN.Stream

        init() throws(EngineError) { stream = try OneDNN.Stream.make() }

        var environment: KernelEnvironment {
            KernelEnvironment(scratch: scratch.address, stream: stream)
        }
    #else
        init() throws(EngineError) {}

        var environment: KernelEnvironment { KernelEnvironment(scratch: scratch.address) }
    #endif

    var byteCount: Int { arena.bytes.count + scratch.bytes.count }

    /// Makes sure that a plan fits.
    func reserve(arena arenaBytes: Int, scratch scratchBytes: Int) {
        if arenaBytes > arena.bytes.count {
            arena = AlignedMemory(byteCount: arenaBytes)
            generation += 1
        }
        if scratchBytes > scratch.bytes.count {
            scratch = AlignedMemory(byteCount: scratchBytes)
            generation += 1
        }
    }

    /// Sets every byte.
    func fill(with byte: UInt8) {
        for bytes in [arena.bytes, scratch.bytes] {
            bytes.initializeMemory(as: UInt8.self, repeating: byte)
        }
    }
}
