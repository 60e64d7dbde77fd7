/// Latencies, counted in buckets whose width grows with the latency: a high dynamic range histogram.
///
/// Any latency up to `highest` is kept to three significant digits, as HdrHistogram does: values
/// below 2048 ns have a bucket each, and every doubling from there on is cut into 1024. Recording is
/// a shift and an addition.
///
/// Source: Gil Tene, HdrHistogram, `AbstractHistogram.java`.
public struct LatencyHistogram: Sendable, Hashable {
    /// Every power of two is cut into so many buckets, and so is half of what lies below the first.
    private static let halfCount = 1024
    private static let halfMagnitude = 10
    /// Greater latencies are counted as this one: a little more than two hours.
    public static let highest = Duration.nanoseconds(highestNanoseconds)
    private static let highestNanoseconds = (Int64(1) << 43) - 1

    private var counts = [Int](
        repeating: 0, count: Self.bucket(of: Self.highestNanoseconds) + 1)

    /// The number of latencies.
    public private(set) var count = 0
    private var sum = 0.0
    private var least = Int64.max
    private var greatest: Int64 = 0

    /// Makes an empty histogram.
    public init() {}

    /// Counts a latency; one below zero is counted as zero.
    public mutating func record(_ latency: Duration) {
        record(nanoseconds: Int64((min(latency, Self.highest) / .nanoseconds(1)).rounded()))
    }

    mutating func record(nanoseconds: Int64) {
        let value = min(max(nanoseconds, 0), Self.highestNanoseconds)
        counts[Self.bucket(of: value)] += 1
        count += 1
        sum += Double(value)
        least = min(least, value)
        greatest = max(greatest, value)
    }

    /// Counts what another histogram has counted.
    public mutating func add(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        sum += other.sum
        least = min(least, other.least)
        greatest = max(greatest, other.greatest)
    }

    /// The latency that the given share of all, from 0 to 1, does not exceed, rounded up within its
    /// bucket but not above the greatest; nil if there are none.
    public func quantile(_ share: Double) -> Duration? {
        guard count > 0, share > 0 else { return minimum }
        // One down, lest a product that is a hair above a whole number counts one more.
        let wanted = max(1, Int((min(share, 1) * Double(count)).nextDown.rounded(.up)))
        var seen = 0
        for (index, number) in counts.enumerated() where number > 0 {
            seen += number
            if seen >= wanted {
                return .nanoseconds(min(Self.highestValue(inBucket: index), greatest))
            }
        }
        return maximum
    }

    /// The least latency; nil if there are none.
    public var minimum: Duration? { count > 0 ? .nanoseconds(least) : nil }

    /// The greatest latency; nil if there are none.
    public var maximum: Duration? { count > 0 ? .nanoseconds(greatest) : nil }

    /// The mean latency; nil if there are none.
    public var mean: Duration? {
        count > 0 ? .nanoseconds(Int64((sum / Double(count)).rounded())) : nil
    }

    private static func bucket(of value: Int64) -> Int {
        let doublings = max(0, 63 - halfMagnitude - value.leadingZeroBitCount)
        return doublings * halfCount + Int(value >> Int64(doublings))
    }

    /// The greatest value that is counted where `index` is.
    private static func highestValue(inBucket index: Int) -> Int64 {
        let doublings = max(0, index / halfCount - 1)
        return ((Int64(index - doublings * halfCount) + 1) << Int64(doublings)) - 1
    }
}
