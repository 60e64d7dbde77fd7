/// Why a request had no answer.
public enum LoadFailure: String, Sendable, Hashable, CaseIterable {
    /// No connection could be made; counted for each attempt, not for each request.
    case connect
    /// The server closed the connection while a request was under way.
    case closed
    /// The connection broke: reset, for example.
    case broken
    /// No answer came in time.
    case timeout
    /// The server closed the request's stream without an answer.
    case stream
    /// What came is no answer.
    case malformed
    /// The request was due, but no connection was free to send it before the end.
    case unsent
}
