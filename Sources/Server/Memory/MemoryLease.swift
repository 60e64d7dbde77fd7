import Synchronization

/// What one request holds of a `MemoryBudget`; given back when this goes away.
///
/// Goes with the request from its head to its answer. Any thread may use it, one at a time.
public final class MemoryLease: Sendable {
    private let budget: MemoryBudget
    private let held = Atomic<Int>(0)

    init(on budget: MemoryBudget) { self.budget = budget }

    deinit {
        let bytes = held.load(ordering: .relaxed)
        if bytes != 0 { budget.count(-bytes) }
    }

    /// The bytes that the request holds.
    public var bytes: Int { held.load(ordering: .relaxed) }

    /// Takes so many bytes more; false, and nothing is taken, where the budget has no room for them.
    public func grow(by bytes: Int) -> Bool {
        guard bytes > 0 else { return true }
        guard budget.take(bytes, ofRequest: self.bytes + bytes) else { return false }
        held.wrappingAdd(bytes, ordering: .relaxed)
        return true
    }

    /// Holds exactly so many bytes from now on, whatever the budget has: for memory that is given
    /// back, or taken for something that can't be refused any more.
    public func settle(at bytes: Int) {
        let before = held.exchange(bytes, ordering: .relaxed)
        if bytes != before { budget.count(bytes - before) }
    }
}
