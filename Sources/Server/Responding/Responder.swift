import HTTPTypes

/// Looks at requests by their heads, and answers them or says who will.
///
/// Called on the reactor of the connection the request came by; must not block it.
public protocol Responder: Sendable {
    /// Looks at the head of a request, once for each request and before its body is read.
    ///
    /// - Parameter arrival: when the head came, in the kernel; it may have waited there.
    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception
}

/// How a request goes on once its head has come.
public enum Reception: Sendable {
    /// It is answered by its head alone, and a body that comes with it is not wanted: so
    /// `Expect: 100-continue` is answered by this, and one that is long to read over costs the client its
    /// connection.
    case answered(ServerResponse)
    /// It is answered when it has come whole.
    ///
    /// - Parameters:
    ///   - by: who answers it.
    ///   - route: what the answer's notes are to have as their `route`.
    case awaited(by: any RequestHandler, route: UInt8 = 0)
}

/// Answers a request that has come whole, and keeps till then what its head has told.
public protocol RequestHandler: Sendable {
    /// Answers the request through `reply`, now or later, from any thread.
    ///
    /// Called once, on the reactor of the connection the request came by; must not block it.
    func respond(to request: ServerRequest, reply: Reply)
}
