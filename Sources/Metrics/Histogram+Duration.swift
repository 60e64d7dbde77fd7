extension Histogram {
    /// Bounds for the time a request takes: from a tenth of a millisecond, three a decade, to ten
    /// seconds.
    public static let requestBounds: [Duration] =
        [100, 250, 500].map { .microseconds($0) }
        + [1, 2.5, 5, 10, 25, 50, 100, 250, 500].map { .milliseconds($0) }
        + [1, 2.5, 5, 10].map { .seconds($0) }

    /// Bounds for the parts of a request's work: from ten microseconds to one second.
    public static let partBounds: [Duration] =
        [10, 25, 50, 100, 250, 500].map { .microseconds($0) }
        + [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000].map { .milliseconds($0) }

    /// Makes an empty histogram of times, shown in seconds.
    public convenience init(bounds: [Duration]) {
        self.init(bounds: bounds.map(\.nanoseconds), scale: 1_000_000_000)
    }

    /// Takes down a time.
    public func observe(_ duration: Duration) { observe(duration.nanoseconds) }
}

extension Duration {
    /// Whole nanoseconds, for times below 292 years.
    public var nanoseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) &* 1_000_000_000 &+ Int(attoseconds / 1_000_000_000)
    }
}
