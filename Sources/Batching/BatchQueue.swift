/// A bounded queue that groups the rows of many tasks into batches for a few executors.
///
/// - `submit` never blocks. What it does not accept, it throws back, and the caller keeps the task.
/// - An accepted task either leaves through `take` with every row exactly once, or is handed to
///   `onDrop` exactly once; a task larger than a batch may do first the one and then the other.
/// - Rows of one priority leave in the order of submission, and priorities share what leaves by their
///   weights: while tasks of a priority wait, at least `weight / 21` of the rows that leave are theirs,
///   give or take two batches. So none starves.
/// - A task is accepted only if it is expected to be done by its deadline, going by what batches cost
///   that ran, and what waits or runs before it. An idle queue accepts all, and so learns.
/// - A full queue makes room for a task by dropping the youngest of lower priority.
/// - A batch has at least one and at most `maxBatchSize` rows, and no more than are expected to be done
///   by the first deadline among its tasks. A task is cut only if it is larger than a batch may be.
/// - An executor that waits gets what there is at once, if the sharing has a processor for it; rows
///   gather only while all executors or all processors are busy.
/// - Each batch has a share of the processors, which it gives back when the executor takes the next.
/// - No more than `capacity` rows wait. Rows that run do not count.
/// - Under the queue's lock, only the clock and `isAbandoned` of what the owner gave are called.
/// - Once closed, the queue accepts nothing, gives away what it holds, and then only nil.
///
/// Every method may be called from any thread; only `take` blocks, so it belongs on threads of its
/// own and never on the cooperative pool.
///
/// The division of duties follows TensorFlow's `batching_util` (`shared_batch_scheduler.h`); unlike
/// there, no timer holds back a batch that could run.
public final class BatchQueue<Task: BatchTask>: Sendable {
    /// The instants the queue's clock gives.
    public typealias Instant = ContinuousClock.Instant

    /// The greatest number of rows in a batch.
    public let maxBatchSize: Int
    /// The greatest number of rows that may wait.
    public let capacity: Int

    struct State {
        var backlog = Backlog<Task>()
        /// The rows that were let in and have not come.
        var announcements = Announcements()
        /// The batches that run.
        var running: [RunningBatch] = []
        var nextNumber = 0
        /// What batches cost that ran.
        var cost = BatchCost()
        var isClosed = false
        /// What the owner was last asked to wake the queue for, if that is still to come.
        var alarm: Instant?
        var lastSearch: Instant?
        var sharing = ProcessorSharing.fixed(1)
        /// The processors that running batches have.
        var busyProcessors = 0
        /// The executors that wait in `take`.
        var waitingExecutors = 0

        /// Whether another executor that waits could take a batch.
        var canStartBatch: Bool {
            !backlog.isEmpty && waitingExecutors > 0 && sharing.hasRoom(besides: busyProcessors)
        }
    }

    /// What is known of a batch that an executor has.
    struct RunningBatch {
        let number: Int
        let rows: Int
        let processors: Int
        let started: Instant
    }

    let monitor = Monitor(State())
    let now: @Sendable () -> Instant
    private let onAlarm: @Sendable (BatchQueue, Instant) -> Void
    private let onDrop: @Sendable (Task, DropReason) -> Void

    /// How long a full queue lets pass between two searches for tasks nobody waits for, so that
    /// refusing stays cheap when it matters most.
    static var searchInterval: Duration { .milliseconds(10) }

    /// Makes an open, empty queue.
    ///
    /// - Parameters:
    ///   - maxBatchSize: The greatest number of rows in a batch, at least 1.
    ///   - capacity: The greatest number of rows that may wait, at least 1. May be less than
    ///     `maxBatchSize`, though batches are then never full.
    ///   - now: The clock. Called on any thread.
    ///   - onAlarm: Asks the owner to call `sweep()` of the queue it is given at that instant or soon
    ///     after, so that tasks are answered at their deadline even while all executors are busy.
    ///     Asked seldom: not for each task, but when no earlier alarm is outstanding. Called on any
    ///     thread; every time asked for counts, a later one does not replace an earlier one.
    ///   - onDrop: Answers a task that will not run, or not to its end. Called on the thread that
    ///     found it: one in `submit`, `take` or `sweep`; must not block.
    public init(
        maxBatchSize: Int, capacity: Int,
        now: @escaping @Sendable () -> Instant = { ContinuousClock.now },
        onAlarm: @escaping @Sendable (BatchQueue, Instant) -> Void = { _, _ in },
        onDrop: @escaping @Sendable (Task, DropReason) -> Void
    ) {
        precondition(maxBatchSize >= 1, "a batch of \(maxBatchSize) rows")
        precondition(capacity >= 1, "a queue for \(capacity) rows")
        self.maxBatchSize = maxBatchSize
        self.capacity = capacity
        self.now = now
        self.onAlarm = onAlarm
        self.onDrop = onDrop
    }

    /// The number of rows that wait.
    public var queuedRows: Int { monitor.withLock { $0.backlog.rowCount } }

    /// The number of tasks that wait, in whole or in part.
    public var queuedTasks: Int { monitor.withLock { $0.backlog.taskCount } }

    /// The number of executors that wait for a batch or a processor.
    var waitingExecutors: Int { monitor.withLock { $0.waitingExecutors } }

    /// Says how batches share the processors; one for each batch until it is called.
    ///
    /// Call it before the first `take`.
    public func share(_ sharing: ProcessorSharing) { monitor.withLock { $0.sharing = sharing } }

    /// Hands a task to the queue.
    ///
    /// - Throws: `overloaded` while there is no room, `tooLate` where it is not expected to be done in
    ///   time, `oversized` when there never will be room, `closed` after `close()`. The caller then
    ///   still owns the task.
    public func submit(_ task: Task) throws(BatchQueueError) {
        let size = task.size
        precondition(size >= 1, "a task of \(size) rows")
        guard size <= capacity else {
            throw .oversized(rows: size, capacity: capacity)
        }
        let deadline = task.deadline
        let now = now()
        var dropped: [Backlog<Task>.Dropped] = []
        var alarm: Instant?
        var wakes = false
        let refusal: BatchQueueError? = monitor.withLock { state in
            state.announcements.removeFirst(of: task.priority)
            guard !state.isClosed else { return .closed }
            if state.backlog.rowCount + size > capacity {
                dropped = dropOverdue(&state, at: now)
            }
            if let refusal = self.refusal(
                state, rows: size, deadline: deadline, priority: task.priority, at: now)
            {
                return refusal
            }
            dropped += state.backlog.displace(
                state.backlog.rowCount + size - capacity, below: task.priority)
            guard state.backlog.rowCount + size <= capacity else { return fullness(state) }
            state.backlog.append(task, size: size, deadline: deadline, at: now)
            alarm = nextAlarm(&state)
            wakes = state.canStartBatch
            return nil
        }
        if wakes { monitor.wakeOne() }
        finish(dropped, alarm: alarm)
        if let refusal { throw refusal }
    }

    /// Waits until there are rows and processors for them, and takes a batch; nil once the queue is
    /// closed and empty.
    ///
    /// Blocks the calling thread while there is nothing to do.
    /// - Parameter finished: The batch that the executor has run, whose processors others may have from
    ///   now on, and which tells what batches cost.
    public func take(after finished: Batch<Task>? = nil) -> Batch<Task>? {
        var waited = false
        var finished = finished
        while true {
            var dropped: [Backlog<Task>.Dropped] = []
            var isWaiting = false
            var isEnd = false
            var wakes = false
            var wakesAll = false
            let batch: Batch<Task>? = monitor.wait { state in
                if let batch = finished { finish(batch, &state) }
                finished = nil
                let share = self.share(for: state, isWaiting: isWaiting)
                guard share > 0 || isEnded(state) else {
                    waited = true
                    if !isWaiting { state.waitingExecutors += 1 }
                    isWaiting = true
                    return nil
                }
                if isWaiting { state.waitingExecutors -= 1 }
                isEnd = isEnded(state)
                if isEnd { return .some(nil) }
                let now = now()
                let slices = state.backlog.takeRows(
                    upTo: maxBatchSize, at: now,
                    end: { now + state.cost.duration(ofRows: $0, processors: share) },
                    dropped: &dropped)
                let isMore = !state.backlog.isEmpty
                isEnd = isEnded(state) && slices.isEmpty
                // Those that waited for processors to empty the queue wait for nothing now.
                wakesAll = isEnded(state) && state.waitingExecutors > 0
                guard !slices.isEmpty else { return .some(nil) }
                let rows = slices.reduce(0) { $0 + $1.rows.count }
                let release: Batch<Task>.Release =
                    isMore || rows == maxBatchSize
                    ? .full : waited ? .executorIdle : .executorFreed
                let batch = Batch(
                    slices: slices, rowCount: rows, processors: share, release: release,
                    started: now, number: state.nextNumber)
                begin(batch, &state)
                // The one wake-up of a task too large for a batch served this executor, as did that of
                // one that waited for processors; others may idle.
                wakes = state.canStartBatch
                return batch
            }
            if wakes { monitor.wakeOne() }
            if wakesAll { monitor.wakeAll() }
            finish(dropped, alarm: nil)
            if batch != nil || isEnd { return batch }
        }
    }

    /// Takes back a batch from an executor that asks for no other.
    func giveBack(_ batch: Batch<Task>) {
        monitor.withLock { finish(batch, &$0) }
        monitor.wakeAll()
    }

    private func begin(_ batch: Batch<Task>, _ state: inout State) {
        state.nextNumber += 1
        state.busyProcessors += batch.processors
        state.running.append(
            RunningBatch(
                number: batch.number, rows: batch.rowCount, processors: batch.processors,
                started: batch.started))
    }

    private func finish(_ batch: Batch<Task>, _ state: inout State) {
        state.busyProcessors -= batch.processors
        state.running.removeAll { $0.number == batch.number }
        state.cost.note(
            rows: batch.rowCount,
            cost: (now() - batch.started) / .seconds(1) * Double(batch.processors))
    }

    /// The processors for the next batch; 0 while there is none, or none for it.
    private func share(for state: State, isWaiting: Bool) -> Int {
        guard !state.backlog.isEmpty else { return 0 }
        return state.sharing.share(
            waitingRows: state.backlog.rowCount, maxBatchSize: maxBatchSize,
            idleExecutors: state.waitingExecutors + (isWaiting ? 0 : 1),
            busy: state.busyProcessors)
    }

    private func isEnded(_ state: State) -> Bool { state.isClosed && state.backlog.isEmpty }

    /// Drops the tasks nobody waits for.
    ///
    /// The owner calls it when an alarm is due, and at will.
    public func sweep() {
        let now = now()
        var alarm: Instant?
        let dropped = monitor.withLock { state in
            let dropped = state.backlog.removeDropped(at: now)
            state.alarm = nil
            alarm = nextAlarm(&state)
            return dropped
        }
        finish(dropped, alarm: alarm)
    }

    /// Accepts nothing from now on.
    ///
    /// Waiting tasks still leave as before, then every `take` gives nil.
    public func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.wakeAll()
    }

    /// Makes room in a full queue, if a deadline has passed or the last search was long enough ago.
    private func dropOverdue(_ state: inout State, at now: Instant) -> [Backlog<Task>.Dropped] {
        let isExpiryDue = state.backlog.earliestDeadline.map { $0 <= now } ?? false
        let isSearchDue = state.lastSearch.map { $0.advanced(by: Self.searchInterval) <= now }
        guard isExpiryDue || isSearchDue ?? true else { return [] }
        state.lastSearch = now
        return state.backlog.removeDropped(at: now)
    }

    /// The alarm to ask the owner for, if the outstanding one comes too late.
    private func nextAlarm(_ state: inout State) -> Instant? {
        guard let deadline = state.backlog.earliestDeadline else { return nil }
        if let alarm = state.alarm, alarm <= deadline { return nil }
        state.alarm = deadline
        return deadline
    }

    private func finish(_ dropped: [Backlog<Task>.Dropped], alarm: Instant?) {
        for (task, reason) in dropped { onDrop(task, reason) }
        if let alarm { onAlarm(self, alarm) }
    }
}
