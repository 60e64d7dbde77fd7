import Batching
import Synchronization

/// A task with a name, whose rows and drops a test can count.
final class TestTask: BatchTask {
    struct Fate: Equatable {
        var rows: [Int] = []
        var drops: [DropReason] = []
    }

    let name: Int
    let size: Int
    let deadline: ContinuousClock.Instant?
    let priority: Priority
    private let abandoned = Atomic<Bool>(false)
    private let recorded = Mutex(Fate())

    init(
        _ name: Int, size: Int = 1, deadline: ContinuousClock.Instant? = nil,
        priority: Priority = .normal
    ) {
        self.name = name
        self.priority = priority
        self.size = size
        self.deadline = deadline
    }

    var isAbandoned: Bool { abandoned.load(ordering: .relaxed) }
    var fate: Fate { recorded.withLock { $0 } }

    func abandon() { abandoned.store(true, ordering: .relaxed) }
    func run(_ rows: Range<Int>) { recorded.withLock { $0.rows += rows } }
    func drop(_ reason: DropReason) { recorded.withLock { $0.drops.append(reason) } }
}

/// A queue on a clock of its own that records what it drops and which alarms it asks for.
final class TestQueue: Sendable {
    let clock = TestClock()
    let queue: BatchQueue<TestTask>
    private let asked: AlarmLog

    final class AlarmLog: Sendable {
        let instants = Mutex<[ContinuousClock.Instant]>([])
    }

    init(maxBatchSize: Int = 4, capacity: Int = 16) {
        let asked = AlarmLog()
        self.asked = asked
        queue = BatchQueue(
            maxBatchSize: maxBatchSize, capacity: capacity, now: { [clock] in clock.now },
            onAlarm: { _, alarm in asked.instants.withLock { $0.append(alarm) } },
            onDrop: { task, reason in task.drop(reason) })
    }

    var alarms: [ContinuousClock.Instant] { asked.instants.withLock { $0 } }

    func deadline(in duration: Duration) -> ContinuousClock.Instant { clock.now + duration }

    /// Submits a task that must be accepted.
    @discardableResult
    func submit(
        _ name: Int, size: Int = 1, deadline: ContinuousClock.Instant? = nil,
        priority: Priority = .normal
    ) throws -> TestTask {
        let task = TestTask(name, size: size, deadline: deadline, priority: priority)
        try queue.submit(task)
        return task
    }

    /// The next batch as `name: rows`, in order.
    ///
    /// Only where there is one: it would block.
    func takeNames() -> [String] {
        queue.take()?.slices.map { "\($0.task.name): \($0.rows)" } ?? []
    }
}
