/// The tasks that wait, and the policy by which rows leave: a value without lock or clock.
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

    private var entries = FIFO<Entry>()

    /// The number of rows that wait.
    private(set) var rowCount = 0
    /// No waiting task has a deadline before this; nil when none has one.
    private(set) var earliestDeadline: Instant?

    var taskCount: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }

    mutating func append(_ task: Task, size: Int, deadline: Instant?, at now: Instant) {
        entries.append(Entry(task: task, size: size, deadline: deadline, submitted: now))
        rowCount += size
        if let deadline { earliestDeadline = min(earliestDeadline ?? deadline, deadline) }
    }

    /// Takes up to `limit` rows in order of submission.
    ///
    /// A task of at most `limit` rows stays whole; a larger one fills batch after batch. Tasks nobody
    /// waits for are appended to `dropped` instead.
    mutating func takeRows(
        upTo limit: Int, at now: Instant, dropped: inout [Dropped]
    ) -> [Batch<Task>.Slice] {
        var slices: [Batch<Task>.Slice] = []
        var room = limit
        while room > 0, var entry = entries.first {
            if let reason = entry.dropReason(at: now) {
                dropped.append((entry.task, reason))
                rowCount -= entry.remaining
                entries.removeFirst()
                continue
            }
            guard entry.remaining <= room || entry.size > limit else { break }
            let count = min(entry.remaining, room)
            slices.append(
                Batch.Slice(
                    task: entry.task, rows: entry.taken..<entry.taken + count,
                    submitted: entry.submitted))
            room -= count
            rowCount -= count
            entry.taken += count
            if entry.remaining == 0 {
                entries.removeFirst()
            } else {
                entries.first = entry
            }
        }
        if entries.isEmpty { earliestDeadline = nil }
        return slices
    }

    /// Removes and returns the tasks nobody waits for, wherever they stand.
    mutating func removeDropped(at now: Instant) -> [Dropped] {
        var dropped: [Dropped] = []
        var earliest: Instant?
        var rows = rowCount
        entries.removeAll { entry in
            if let reason = entry.dropReason(at: now) {
                dropped.append((entry.task, reason))
                rows -= entry.remaining
                return true
            }
            if let deadline = entry.deadline { earliest = min(earliest ?? deadline, deadline) }
            return false
        }
        rowCount = rows
        earliestDeadline = earliest
        return dropped
    }
}
