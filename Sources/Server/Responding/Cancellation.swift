import Synchronization

/// Tells work in progress that its client has gone: the connection closed or the stream was reset.
public final class Cancellation: Sendable {
    private let cancelled = Atomic<Bool>(false)

    /// Makes a cancellation that has not happened.
    public init() {}

    /// Whether the client has gone; any thread may ask.
    public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Says that the client has gone.
    public func cancel() { cancelled.store(true, ordering: .relaxed) }
}
