import Synchronization

/// A number that only grows, such as the requests answered.
///
/// Any thread may count: that is one atomic addition and never blocks.
public final class Counter: Sendable {
    private let total = Atomic<Int>(0)

    /// Makes a counter at 0.
    public init() {}

    /// What was counted so far.
    public var value: Int { total.load(ordering: .relaxed) }

    /// Counts so many more; `amount` is not negative.
    public func add(_ amount: Int = 1) { total.wrappingAdd(amount, ordering: .relaxed) }
}
