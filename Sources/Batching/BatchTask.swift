/// Work that waits in a `BatchQueue`: so many rows, wanted until some instant.
///
/// The queue knows nothing else of a task, and never changes one.
public protocol BatchTask: Sendable {
    /// The number of rows, at least 1. Read once, when the task is submitted.
    var size: Int { get }
    /// When the answer is of no more use, if ever. Read once, when the task is submitted.
    var deadline: ContinuousClock.Instant? { get }
    /// How much it matters beside others. Read once, when the task is submitted.
    var priority: Priority { get }
    /// Whether nobody waits any more. Asked with the queue's lock held, by any thread: must neither
    /// block nor call the queue.
    var isAbandoned: Bool { get }
}

extension BatchTask {
    /// Normal, unless the task says otherwise.
    public var priority: Priority { .normal }
}

/// Why a task left the queue with rows that did not run.
public enum DropReason: Hashable, Sendable {
    /// Its deadline passed, or would have passed while it ran.
    case expired
    /// The queue was full, and a task of higher priority came.
    case displaced
    /// Nobody waited for it any more.
    case abandoned
}
