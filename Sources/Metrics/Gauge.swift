import Synchronization

/// A number that goes up and down, such as the connections that are open.
///
/// Any thread may change it: that is one atomic operation and never blocks.
public final class Gauge: Sendable {
    private let current = Atomic<Int>(0)

    /// Makes a gauge at 0.
    public init() {}

    /// The number as it is now.
    public var value: Int { current.load(ordering: .relaxed) }

    /// Adds to the number; negative amounts take away.
    public func add(_ amount: Int) { current.wrappingAdd(amount, ordering: .relaxed) }
}
