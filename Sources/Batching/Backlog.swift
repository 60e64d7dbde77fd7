/// The tasks that wait, and the policy by which rows leave: a value without lock or clock.
///
/// There is a lane for each priority, in which nobody is overtaken. The next task comes from the lane
/// that has had least of its share: rows that leave move their lane's mark on by the rows over the
/// weight, and the lane with the lowest mark is next. A lane that was empty starts at the mark of the
/// others, so that nothing is saved up. While two lanes are not empty, the rows that left them over
/// their weights differ by less than a batch over its weight on each side.
///
/// Source: Goyal, Vin and Cheng 1996, "Start-time Fair Queueing", theorem 1.
struct Backlog<Task: BatchTask> {
    typealias Instant = ContinuousClock.Instant

    /// A task that left with rows that did not run.
    typealias Dropped = (task: Task, reason: DropReason)

    private struct Entry {
        let task: Task
        let size: Int
        let deadline: Instant?
        let submitted: Instant
        var taken = 0

        var remaining: Int { size - taken }

        func dropReason(at now: Instant) -> DropReason? {
            if let deadline, deadline <= now { return .expired }
            return task.isAbandoned ? .abandoned : nil
        }
    }

    private struct Lane {
        let weight: Int
        var entries = FIFO<Entry>()
        var rowCount = 0
        var mark = 0.0
    }

    private var lanes = Priority.allCases.map { Lane(weight: $0.weight) }
    /// The mark of the lane that was served last.
    private var mark = 0.0

    /// The number of rows that wait.
    private(set) var rowCount = 0
    /// The number of tasks that wait.
    private(set) var taskCount = 0
    /// No waiting task has a deadline before this; nil when none has one.
    private(set) var earliestDeadline: Instant?

    var isEmpty: Bool { taskCount == 0 }

    mutating func append(_ task: Task, size: Int, deadline: Instant?, at now: Instant) {
        let lane = task.priority.rawValue
        if lanes[lane].entries.isEmpty { lanes[lane].mark = max(lanes[lane].mark, mark) }
        lanes[lane].entries.append(
            Entry(task: task, size: size, deadline: deadline, submitted: now))
        lanes[lane].rowCount += size
        rowCount += size
        taskCount += 1
        if let deadline { earliestDeadline = min(earliestDeadline ?? deadline, deadline) }
    }

    /// The rows that leave no later than a task of so many rows would, if it came now and nobody after
    /// it; its own are among them.
    ///
    /// - Parameter announced: The rows of each priority that are about to come before it.
    func rowsUpTo(_ size: Int, priority: Priority, announced: [Int]? = nil) -> Int {
        func rows(of priority: Priority) -> Int {
            lanes[priority.rawValue].rowCount + (announced?[priority.rawValue] ?? 0)
        }
        let own = rows(of: priority) + size
        return Priority.allCases.reduce(own) { sum, other in
            guard other != priority else { return sum }
            return sum + min(rows(of: other), own * other.weight / priority.weight)
        }
    }

    /// Takes up to `limit` rows.
    ///
    /// A task of at most `limit` rows stays whole; a larger one fills batch after batch. Tasks nobody
    /// waits for are appended to `dropped` instead, and so are those that would be done too late while
    /// there are others: a batch takes no more rows than can be done by the first deadline of its
    /// tasks. The last task runs whatever is expected of it, since expectations may be wrong.
    /// - Parameter end: When a batch of so many rows is expected to be done.
    mutating func takeRows(
        upTo limit: Int, at now: Instant, end: (Int) -> Instant, dropped: inout [Dropped]
    ) -> [Batch<Task>.Slice] {
        var slices: [Batch<Task>.Slice] = []
        var room = limit
        var deadline: Instant?
        while room > 0, let lane = nextLane(), var entry = lanes[lane].entries.first {
            if let reason = entry.dropReason(at: now) {
                drop(entry, reason, from: lane, &dropped)
                continue
            }
            guard entry.remaining <= room || entry.size > limit else { break }
            let count = min(entry.remaining, room)
            if let own = entry.deadline {
                if taskCount > 1 || !slices.isEmpty, end(count) > own {
                    drop(entry, .expired, from: lane, &dropped)
                    continue
                }
                deadline = deadline.map { min($0, own) } ?? own
            }
            if let deadline, !slices.isEmpty, end(limit - room + count) > deadline { break }
            slices.append(
                Batch.Slice(
                    task: entry.task, rows: entry.taken..<entry.taken + count,
                    submitted: entry.submitted))
            room -= count
            entry.taken += count
            lanes[lane].entries.first = entry
            leave(count, from: lane)
            if entry.remaining == 0 { removeFirst(from: lane) }
        }
        return slices
    }

    /// Removes and returns the tasks nobody waits for, wherever they stand.
    mutating func removeDropped(at now: Instant) -> [Dropped] {
        var dropped: [Dropped] = []
        var earliest: Instant?
        for lane in lanes.indices {
            var rows = lanes[lane].rowCount
            lanes[lane].entries.removeAll { entry in
                if let reason = entry.dropReason(at: now) {
                    dropped.append((entry.task, reason))
                    rows -= entry.remaining
                    return true
                }
                if let deadline = entry.deadline { earliest = min(earliest ?? deadline, deadline) }
                return false
            }
            rowCount -= lanes[lane].rowCount - rows
            lanes[lane].rowCount = rows
        }
        taskCount -= dropped.count
        earliestDeadline = earliest
        return dropped
    }

    /// Removes the youngest tasks of lower priority until so many rows have gone; none where they have
    /// fewer, and none that has begun to run.
    mutating func displace(_ rows: Int, below priority: Priority) -> [Dropped] {
        let lower = lanes.indices.filter { $0 > priority.rawValue }.reversed()
        let available = lower.reduce(0) { sum, lane in
            let begun = lanes[lane].entries.first.map { $0.taken > 0 ? $0.remaining : 0 } ?? 0
            return sum + lanes[lane].rowCount - begun
        }
        guard rows > 0, rows <= available else { return [] }
        var dropped: [Dropped] = []
        var missing = rows
        for lane in lower {
            while missing > 0, let entry = lanes[lane].entries.last, entry.taken == 0 {
                dropped.append((entry.task, .displaced))
                lanes[lane].entries.removeLast()
                lanes[lane].rowCount -= entry.size
                rowCount -= entry.size
                taskCount -= 1
                missing -= entry.size
            }
        }
        return dropped
    }

    /// The lane whose turn it is; of equals, the one of higher priority.
    private func nextLane() -> Int? {
        var next: Int?
        for lane in lanes.indices where !lanes[lane].entries.isEmpty {
            if let best = next, lanes[best].mark <= lanes[lane].mark { continue }
            next = lane
        }
        return next
    }

    private mutating func leave(_ rows: Int, from lane: Int) {
        mark = lanes[lane].mark
        lanes[lane].mark += Double(rows) / Double(lanes[lane].weight)
        lanes[lane].rowCount -= rows
        rowCount -= rows
    }

    private mutating func drop(
        _ entry: Entry, _ reason: DropReason, from lane: Int, _ dropped: inout [Dropped]
    ) {
        dropped.append((entry.task, reason))
        lanes[lane].rowCount -= entry.remaining
        rowCount -= entry.remaining
        removeFirst(from: lane)
    }

    private mutating func removeFirst(from lane: Int) {
        lanes[lane].entries.removeFirst()
        taskCount -= 1
        guard isEmpty else { return }
        earliestDeadline = nil
        mark = 0
        for lane in lanes.indices { lanes[lane].mark = 0 }
    }
}
