/// The memory of one executor: an arena that its threads share, and for each thread an arena and
/// working memory for kernels.
///
/// Grows to the largest plan and stays. Belongs to the executor's thread, which lends it to its
/// team's during a run.
final class ExecutorMemory {
    /// What one thread of an executor works in.
    final class OfThread {
        private(set) var arena = AlignedMemory(byteCount: 0)
        private(set) var scratch = AlignedMemory(byteCount: 0)

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

        /// Makes sure that there are so many bytes; says whether memory moved.
        @discardableResult
        func reserve(arena arenaBytes: Int, scratch scratchBytes: Int) -> Bool {
            let moves = [grow(&arena, to: arenaBytes), grow(&scratch, to: scratchBytes)]
            return moves.contains(true)
        }

        /// Sets every byte.
        func fill(with byte: UInt8) {
            for part in [arena, scratch] {
                part.bytes.initializeMemory(as: UInt8.self, repeating: byte)
            }
        }
    }

    private(set) var shared = AlignedMemory(byteCount: 0)
    private(set) var threads: [OfThread] = []
    /// Counts the times memory moved; what was bound before is stale.
    private(set) var generation = 0

    var byteCount: Int {
        threads.reduce(shared.bytes.count) { $0 + $1.arena.bytes.count + $1.scratch.bytes.count }
    }

    /// Makes sure that a plan fits.
    func reserve(for plan: Plan) throws(EngineError) {
        while threads.count < plan.programs.count { threads.append(try OfThread()) }
        var moves = grow(&shared, to: plan.sharedByteCount)
        for thread in threads.prefix(plan.programs.count) {
            let grows = thread.reserve(arena: plan.ownByteCount, scratch: plan.scratchByteCount)
            moves = moves || grows
        }
        if moves { generation += 1 }
    }

    /// Sets every byte.
    func fill(with byte: UInt8) {
        shared.bytes.initializeMemory(as: UInt8.self, repeating: byte)
        for thread in threads { thread.fill(with: byte) }
    }
}

/// Replaces memory that has fewer bytes, with what it holds; says whether it did.
private func grow(_ memory: inout AlignedMemory, to byteCount: Int) -> Bool {
    guard byteCount > memory.bytes.count else { return false }
    memory = AlignedMemory(byteCount: byteCount)
    return true
}
