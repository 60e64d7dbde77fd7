/// What decides when the next request is sent.
public enum LoadPace: Sendable, Hashable {
    /// An answer: every connection, or every stream, sends its next request when it has one (closed
    /// loop). Latencies count from the sending.
    case closed
    /// The clock: so many requests a second at equal distances (open loop). Latencies count from when
    /// a request was due, whether or not a connection was free then.
    case constant(perSecond: Double)
    /// The clock: so many requests a second on average, independent of each other (open loop).
    case poisson(perSecond: Double, seed: UInt64)

    /// The share of one of several threads that do the same.
    func share(of threads: Int, index: Int) -> LoadPace {
        switch self {
        case .closed: .closed
        case .constant(let rate): .constant(perSecond: rate / Double(threads))
        case .poisson(let rate, let seed):
            .poisson(perSecond: rate / Double(threads), seed: seed &+ UInt64(index))
        }
    }

    /// Requests a second; nil where the answers decide.
    public var rate: Double? {
        switch self {
        case .closed: nil
        case .constant(let rate), .poisson(let rate, _): rate
        }
    }
}
