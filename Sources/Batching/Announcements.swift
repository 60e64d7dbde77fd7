/// The rows that are on their way to a queue.
///
/// They are those of requests that were let in by their heads, while their bodies arrive. Nobody says
/// whose rows came: the oldest that were announced are taken to be those. Each counts for a while only, so
/// that clients who announce rows and send none keep others out no longer than that. A value without clock.
struct Announcements {
    typealias Instant = ContinuousClock.Instant

    /// The share of the time until its deadline that a body may take to arrive before it counts no more,
    /// and the most that is.
    private static let share = 0.25
    private static let longest = Duration.milliseconds(100)

    private struct Entry {
        let rows: Int
        let end: Instant
    }

    private var lanes = Priority.allCases.map { _ in FIFO<Entry>() }
    /// The rows of each priority that are still to come.
    private(set) var rowCounts = Priority.allCases.map { _ in 0 }

    /// Counts rows that are to come.
    mutating func add(_ rows: Int, priority: Priority, deadline: Instant?, at now: Instant) {
        let left = deadline.map { ($0 - now) * Self.share } ?? Self.longest
        lanes[priority.rawValue].append(Entry(rows: rows, end: now + min(left, Self.longest)))
        rowCounts[priority.rawValue] += rows
    }

    /// Counts the oldest no more: they have come.
    mutating func removeFirst(of priority: Priority) {
        guard let entry = lanes[priority.rawValue].removeFirst() else { return }
        rowCounts[priority.rawValue] -= entry.rows
    }

    /// Counts those no more that have taken too long.
    mutating func expire(at now: Instant) {
        for priority in Priority.allCases {
            while let entry = lanes[priority.rawValue].first, entry.end <= now {
                removeFirst(of: priority)
            }
        }
    }
}
