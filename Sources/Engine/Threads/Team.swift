import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Work that some threads do together.
protocol TeamWork: AnyObject {
    /// Does one thread's share; called once for each thread, at the same time.
    func run(thread: Int)
}

/// Threads that help an executor's own with one run at a time.
///
/// Started when they are first needed; asleep between runs, after having waited some microseconds
/// for the next. Belongs to the thread that runs the executor.
final class Team {
    private var workers: [Worker] = []
    private let finished = Signal()
    private let remaining = Atomic<Int>(0)

    deinit { for worker in workers { worker.end() } }

    /// Runs the work's shares, the first on the calling thread, and returns when all are done.
    ///
    /// Allocates nothing once as many threads have been started.
    func run(_ work: some TeamWork, threads: Int) {
        guard threads > 1 else { return work.run(thread: 0) }
        while workers.count < threads - 1 { workers.append(Worker(number: workers.count + 1)) }
        remaining.store(threads - 1, ordering: .relaxed)
        withExtendedLifetime(work) {
            for index in 0..<threads - 1 {
                workers[index].start(Worker.Order(work: work, team: self))
            }
            work.run(thread: 0)
            finished.wait()
        }
    }

    fileprivate func finishShare() {
        let before = remaining.wrappingSubtract(1, ordering: .acquiringAndReleasing).oldValue
        if before == 1 { finished.raise() }
    }
}

/// One thread of a team.
private final class Worker: @unchecked Sendable {
    // The invariant behind `@unchecked`: `order` is written by the team before it raises `started`,
    // and read by the worker's thread after waiting for that; `thread` belongs to the team.
    struct Order {
        unowned(unsafe) let work: any TeamWork
        unowned(unsafe) let team: Team
    }

    private let number: Int
    private let started = Signal()
    private var order: Order?
    private var thread = pthread_t()

    init(number: Int) {
        self.number = number
        // Kept alive by the thread until it ends.
        let context = Unmanaged.passRetained(self).toOpaque()
        let status = pthread_create(&thread, nil, runWorker, context)
        precondition(status == 0, "the system starts no more threads")
    }

    func start(_ order: Order) {
        self.order = order
        started.raise()
    }

    /// Ends the thread and waits until it has.
    func end() {
        order = nil
        started.raise()
        pthread_join(thread, nil)
    }

    fileprivate func runUntilEnd() {
        ThreadCount.set(1)
        while true {
            started.wait()
            guard let order else { return }
            order.work.run(thread: number)
            order.team.finishShare()
        }
    }
}

private func runWorker(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Worker>.fromOpaque(context).takeRetainedValue().runUntilEnd()
    return nil
}
