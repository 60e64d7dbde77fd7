import Histogram

/// Latencies to three significant digits, whatever their magnitude, and the greatest exactly.
public struct LatencyHistogram: Sendable, Equatable {
    /// Greater latencies are counted as this one: a little more than two hours.
    public static let highest = Duration.nanoseconds(highestNanoseconds)
    private static let highestNanoseconds = (UInt64(1) << 43) - 1

    private var latencies = Histogram<UInt64>(
        highestTrackableValue: highestNanoseconds, numberOfSignificantValueDigits: .three)

    /// Makes an empty histogram.
    public init() {}

    /// The number of latencies.
    public var count: Int { Int(latencies.totalCount) }

    /// Counts a latency; one below zero is counted as zero.
    public mutating func record(_ latency: Duration) {
        record(nanoseconds: Int64((min(latency, Self.highest) / .nanoseconds(1)).rounded()))
    }

    mutating func record(nanoseconds: Int64) {
        latencies.record(min(UInt64(max(nanoseconds, 0)), Self.highestNanoseconds))
    }

    /// Counts what another histogram has counted.
    public mutating func add(_ other: LatencyHistogram) { latencies.add(other.latencies) }

    /// The latency that the given share of all, from 0 to 1, does not exceed, rounded up within its
    /// bucket but not above the greatest; nil if there are none.
    public func quantile(_ share: Double) -> Duration? {
        guard count > 0, share > 0 else { return minimum }
        return .nanoseconds(latencies.valueAtPercentile(share * 100))
    }

    /// The least latency; nil if there are none.
    public var minimum: Duration? { count > 0 ? .nanoseconds(latencies.min) : nil }

    /// The greatest latency; nil if there are none.
    public var maximum: Duration? { count > 0 ? .nanoseconds(latencies.maxRecorded) : nil }

    /// The mean latency; nil if there are none.
    public var mean: Duration? {
        count > 0 ? .nanoseconds(Int64(latencies.mean.rounded())) : nil
    }
}
