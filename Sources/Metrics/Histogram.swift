import Synchronization

/// How often values fell into each of a few fixed ranges, and their sum.
///
/// Any thread may observe: that is a search among the bounds and two atomic additions, and never
/// blocks. Values are whole numbers of a small unit, so that sums stay exact.
public final class Histogram: Sendable {
    /// The most bounds there may be.
    public static let mostBounds = 23

    /// The greatest value of each range but the last, ascending, in small units.
    public let bounds: [Int]
    /// How many small units make one of the unit that is shown: 10⁹ for times, which are counted in
    /// nanoseconds and shown in seconds.
    public let scale: Int

    private let counts: InlineArray<24, Atomic<Int>>
    private let sum = Atomic<Int>(0)

    /// Makes an empty histogram.
    ///
    /// - Parameter bounds: ascending, at least one and at most `mostBounds`.
    public init(bounds: [Int], scale: Int = 1) {
        precondition(1...Self.mostBounds ~= bounds.count, "\(bounds.count) bounds")
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds that do not ascend")
        self.bounds = bounds
        self.scale = scale
        counts = InlineArray { _ in Atomic(0) }
    }

    /// Takes down a value in small units.
    public func observe(_ value: Int) {
        var range = 0
        while range < bounds.count, value > bounds[range] { range += 1 }
        counts[range].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
    }

    /// What was observed so far.
    ///
    /// While others observe, the sum may be of a few values more or fewer than the counts.
    public var snapshot: Snapshot {
        Snapshot(
            counts: (0...bounds.count).map { counts[$0].load(ordering: .relaxed) },
            sum: sum.load(ordering: .relaxed))
    }

    /// What a histogram held at a moment.
    public struct Snapshot: Hashable, Sendable {
        /// The number of values in each range; the last is that of values beyond all bounds.
        public let counts: [Int]
        /// The sum of all values in small units.
        public let sum: Int

        /// The number of all values.
        public var count: Int { counts.reduce(0, +) }
    }
}
