/// Work that waits in a `BatchQueue`: so many rows, wanted until some instant.
///
/// The queue knows nothing else of a task, and never changes one.
public protocol BatchTask: Sendable {
    /// The number of rows, at least 1. Read once, when the task is submitted.
    var size: Int { get }
    /// When the answer is of no more use, if ever. Read once, when the task is submitted.
    var deadline: ContinuousClock.Instant? { get }
    /// Whether nobody waits any more. Asked with the queue's lock held, by any thread: must neither
    /// block nor call the queue.
    var isAbandoned: Bool { get }
}

/// Why a task left the queue with rows that did not run.
public enum DropReason: Hashable, Sendable {
    /// Its deadline passed.
    case expired
    /// Nobody waited for it any more.
    case abandoned
}
