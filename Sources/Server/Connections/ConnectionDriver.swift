import HTTP

/// What a connection is doing, for its time limits.
enum Activity: Hashable {
    /// No request has begun.
    case idle
    /// A head is arriving.
    case head
    /// A body is arriving.
    case body
    /// All requests are whole, and some are unanswered.
    case answering
    /// The last answer is written and the client may be sending still.
    case lingering
}

/// How a connection goes on once its output is written.
enum Ending: Hashable {
    /// It stays open.
    case open
    /// It is closed.
    case close
    /// Its sending half is closed, and what still comes is read and dropped for a while: closing
    /// with unread input would make the kernel discard the answer (RFC 9112 section 9.6).
    case linger
}

/// Speaks one protocol on one connection, without touching the socket.
///
/// Belongs to the connection's reactor. What is to be sent goes to `output`.
protocol ConnectionDriver: AnyObject {
    /// Takes in bytes from the client.
    func receive(_ input: Span<UInt8>, _ output: inout OutputBuffer)
    /// Learns that so many bytes of input have come and were dropped, at most those `standing` names.
    func skip(_ count: Int)
    /// Takes in the answer to the request with this number; the lease is for its body.
    func complete(
        _ request: UInt64, with response: ServerResponse, holding memory: MemoryLease,
        _ output: inout OutputBuffer)
    /// Goes on where too much output or too many unanswered requests stopped it; false where there is
    /// nothing to go on with once the output is written.
    func advance(_ output: inout OutputBuffer) -> Bool
    /// Learns that the client sends no more.
    func inputEnded()
    /// Cancels all requests: the client has gone.
    func cancel()
    /// Cancels all requests and closes their accounts: the connection is closed.
    func abandon()
    /// Begins to end the connection without losing a request.
    func drain()
    /// Looks, about once a second, for requests of which the client took too long; says whether
    /// there is output or an end because of it.
    func review(now: ContinuousClock.Instant) -> Bool
    /// Ends what the client took too long for.
    func timeOut(_ output: inout OutputBuffer)

    /// How the connection stands as far as the protocol knows.
    var standing: Standing { get }
}

/// A protocol in which everything is looked at.
extension ConnectionDriver {
    func skip(_ count: Int) {}
}
