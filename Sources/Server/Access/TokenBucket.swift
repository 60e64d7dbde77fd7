/// Tells whether one more request is within a rate, from moments it is given.
///
/// Begins full: as many requests as the rate has may come at once, and then one more whenever its
/// share of the period has passed.
struct TokenBucket {
    typealias Instant = ContinuousClock.Instant

    let rate: RequestRate
    /// How long one request takes to come back.
    private let interval: Duration
    /// When the bucket will be full, or was.
    private var full: Instant

    init(_ rate: RequestRate, now: Instant) {
        self.rate = rate
        interval = rate.period / rate.count
        full = now
    }

    /// Takes a request's share; else says how long to wait for one.
    mutating func take(now: Instant) -> Duration? {
        let after = max(full, now) + interval
        let excess = (after - now) - rate.period
        // Shares of a period that does not divide evenly are rounded down, so a full bucket has room
        // for all of its requests.
        guard excess <= .zero else { return excess }
        full = after
        return nil
    }
}
