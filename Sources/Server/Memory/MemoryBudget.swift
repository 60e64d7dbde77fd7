import Synchronization

/// The bytes that all requests in flight may hold together: bodies that arrive, what is decoded from
/// them, and answers that wait to be written.
///
/// - What can still be refused asks before it takes memory. What can't, an answer, is counted all the
///   same: the sum may then pass the limit, and nothing new is granted until it is below again.
/// - The last eighth is for requests of at most `smallRequest` bytes, so that a few large bodies that
///   arrive slowly don't shut out all others.
/// - What a connection needs however little it sends is not counted: heads, which have limits of their
///   own, and the buffers of TLS and HTTP/2 sessions.
///
/// Any thread may use it.
public final class MemoryBudget: Sendable {
    /// What counts as small.
    static let smallRequest = 64 << 10

    /// The most bytes that one request can have of a budget.
    public static func largestRequest(of limit: Int) -> Int {
        max(limit - limit / 8, min(limit, smallRequest))
    }

    /// The bytes that may be held.
    public let limit: Int
    private let held = Atomic<Int>(0)

    /// Makes a budget of so many bytes, of which none is held.
    public init(limit: Int = .max) {
        precondition(limit >= 0, "a budget of \(limit) bytes")
        self.limit = limit
    }

    /// The bytes that are held now.
    public var heldBytes: Int { held.load(ordering: .relaxed) }

    /// Makes a lease that holds nothing yet.
    public func makeLease() -> MemoryLease { MemoryLease(on: self) }

    /// Takes bytes for a request that then holds `total`; false, and nothing is taken, where the
    /// budget has no room for them.
    func take(_ bytes: Int, ofRequest total: Int) -> Bool {
        let bound = total <= Self.smallRequest ? limit : Self.largestRequest(of: limit)
        var current = held.load(ordering: .relaxed)
        while true {
            guard bytes <= bound - min(current, bound) else { return false }
            let (exchanged, original) = held.weakCompareExchange(
                expected: current, desired: current + bytes, ordering: .relaxed)
            if exchanged { return true }
            current = original
        }
    }

    /// Counts so many bytes more, or fewer where the number is negative, without asking.
    func count(_ bytes: Int) { held.wrappingAdd(bytes, ordering: .relaxed) }
}
