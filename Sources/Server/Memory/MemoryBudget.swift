import Synchronization

/// The bytes that all requests in flight may hold together: bodies that arrive, what is decoded from
/// them, and answers that wait to be written; and with them the TLS and HTTP/2 sessions.
///
/// - What can still be refused asks before it takes memory: a body, a TLS connection, an HTTP/2
///   session. What can't, an answer, is counted all the same: the sum may then pass the limit, and
///   nothing new is granted until it is below again.
/// - The last eighth is for requests of at most `smallRequest` bytes, so that a few large bodies that
///   arrive slowly don't shut out all others.
/// - Of sessions what they take is known by measurement, since the libraries don't tell; of a
///   connection in the clear that speaks HTTP/1.1 only what waits is counted, since the rest is small.
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

    /// Whether so little is left that connections which do nothing are better closed.
    ///
    /// Large bodies alone don't come that far: their share ends before.
    var isNearlyFull: Bool { heldBytes > limit - limit / 16 }

    /// Whether so many bytes more would still be within the limit.
    func hasRoom(for bytes: Int) -> Bool { bytes <= limit - min(heldBytes, limit) }

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
