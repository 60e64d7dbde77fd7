/// Tells when bytes come or go too slowly, from moments it is given.
///
/// Bytes may make no progress for a while, `patience`. Over a longer time than that they must keep up
/// a least average rate, so that a byte now and then does not hold a connection for ever.
public struct TransferClock: Sendable {
    /// The instants of the clock that is used.
    public typealias Instant = ContinuousClock.Instant

    private let began: Instant
    private var lastProgress: Instant
    private var count = 0

    /// Begins to wait for bytes.
    public init(now: Instant) {
        began = now
        lastProgress = now
    }

    /// Takes down that `bytes` more have come or gone.
    public mutating func note(_ bytes: Int, now: Instant) {
        guard bytes > 0 else { return }
        count += bytes
        lastProgress = now
    }

    /// Whether they take too long; `rate` is in bytes a second.
    public func isOverdue(now: Instant, patience: Duration, rate: Int) -> Bool {
        if now - lastProgress > patience { return true }
        let elapsed = now - began
        guard elapsed > patience else { return false }
        let (needed, overflow) = Int(elapsed.components.seconds).multipliedReportingOverflow(
            by: rate)
        return overflow || count < needed
    }
}
