import Synchronization

/// The batch sizes for which a model's plans are made, so that no request waits for one.
///
/// Making a plan takes as long as some runs, and each takes memory. So few are made before the model
/// is ready, the others while it serves, and no more than memory is worth; a batch of any other size
/// runs in pieces whose plans there are, which gives the same bits. Any thread may use it.
public final class PlannedSizes: Sendable {
    /// The plans worth making, the most useful first.
    let wanted: [Plan]
    private let ready = Mutex<[Int: [Int]]>([:])
    private let make: @Sendable (Plan) throws -> Void

    /// What a plan is made for.
    public struct Plan: Hashable, Sendable {
        /// The number of rows.
        public let batchSize: Int
        /// The number of threads.
        public let threads: Int
    }

    /// Kernels beyond these would no longer find each other in the kernel library's cache of 1024.
    private static let mostKernels = 1024

    /// Chooses the sizes.
    ///
    /// - Parameters:
    ///   - maxBatchSize: The most rows of a batch.
    ///   - threads: The most threads of a run.
    ///   - kernelCount: How many kernels a plan has.
    ///   - make: Makes a plan and keeps it; called on any thread.
    init(
        maxBatchSize: Int, threads: Int, kernelCount: Int,
        make: @escaping @Sendable (Plan) throws -> Void
    ) {
        self.make = make
        // Powers of two make any size of few pieces; then the others, as many as there is room for.
        var sizes = Self.doublings(upTo: maxBatchSize)
        if sizes.last != maxBatchSize { sizes.append(maxBatchSize) }
        let counts = Array(Self.doublings(upTo: threads).reversed())
        let shares = counts.first == threads ? counts : [threads] + counts
        let room = Self.mostKernels / max(1, kernelCount * shares.count) - sizes.count
        let others = (1...maxBatchSize).filter { !sizes.contains($0) }
        wanted = (sizes + others.prefix(max(0, room))).flatMap { size in
            shares.map { Plan(batchSize: size, threads: $0) }
        }
    }

    private static func doublings(upTo limit: Int) -> [Int] {
        Array(sequence(first: 1) { $0 * 2 <= limit ? $0 * 2 : nil })
    }

    /// Makes the first plan: a row alone on all threads.
    ///
    /// - Throws: what making it throws.
    func planFirst() throws {
        for plan in wanted.prefix(1) {
            try make(plan)
            note(plan)
        }
    }

    /// Makes the other plans, one after another, as long as the closure says so.
    ///
    /// A plan that can't be made, for want of memory, is left out.
    func planOthers(while goesOn: () -> Bool) {
        for plan in wanted.dropFirst() {
            guard goesOn() else { return }
            do { try make(plan) } catch { continue }
            note(plan)
        }
    }

    private func note(_ plan: Plan) {
        ready.withLock { ready in
            ready[plan.threads, default: []].append(plan.batchSize)
            ready[plan.threads]?.sort()
        }
    }

    /// The plans by which a batch runs, one after another.
    ///
    /// - Parameters:
    ///   - rows: The batch's rows, at least 1.
    ///   - threads: How many threads it may use.
    /// - Returns: Plans whose rows together are the batch's. They use fewer threads where there are
    ///   none for as many; while there are none at all, they are made when they run.
    func plans(forRows rows: Int, threads: Int) -> [Plan] {
        let (sizes, threads) = ready.withLock { ready in
            let count = ready.keys.filter { $0 <= threads }.max() ?? ready.keys.min()
            return (count.flatMap { ready[$0] } ?? [], count ?? threads)
        }
        var plans: [Plan] = []
        var left = rows
        while left > 0 {
            let size = sizes.last { $0 <= left } ?? left
            plans.append(Plan(batchSize: size, threads: threads))
            left -= size
        }
        return plans
    }
}
