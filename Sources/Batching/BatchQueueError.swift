/// Why a task was not accepted.
///
/// The caller still owns the task, and nobody else will answer it.
public enum BatchQueueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no room now; the same task may be accepted later. What waits takes about `wait`.
    case overloaded(queuedRows: Int, capacity: Int, wait: Duration)
    /// The task would be done only after its deadline: `wait` is the estimate, `excess` how much later
    /// than the deadline that is. The same task may be accepted then.
    case tooLate(wait: Duration, excess: Duration)
    /// The task alone has more rows than the queue may ever hold.
    case oversized(rows: Int, capacity: Int)
    /// The queue is closed and accepts nothing any more.
    case closed

    /// What happened, for people.
    public var description: String {
        switch self {
        case .overloaded(let queuedRows, let capacity, _):
            "the queue is full: \(queuedRows) of \(capacity) rows wait; try again later"
        case .tooLate(let wait, _):
            "the queue takes about \(wait), longer than the request may wait; try again later"
        case .oversized(let rows, let capacity):
            "the request has \(rows) rows and the queue holds at most \(capacity); "
                + "send fewer rows at once"
        case .closed:
            "the queue is closed"
        }
    }
}
