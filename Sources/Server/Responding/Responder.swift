import HTTPTypes

/// A whole request, as a responder sees it.
public struct ServerRequest: Sendable {
    /// Method, path with query, authority and header fields.
    public let head: HTTPRequest
    /// The whole body, transfer coding removed.
    public let body: [UInt8]
    /// The client's address, without port.
    public let remoteAddress: String
    /// When its head was read: waiting counts from here.
    public let arrival: ContinuousClock.Instant
    /// What the request holds of the server's memory, its body at first.
    ///
    /// The responder keeps it up with what it makes of the body, until it sends the answer.
    public let memory: MemoryLease
    /// Tells whether the client has gone.
    public let cancellation: Cancellation

    /// Makes a request from its parts.
    public init(
        head: HTTPRequest, body: [UInt8], remoteAddress: String,
        arrival: ContinuousClock.Instant = .now,
        memory: MemoryLease = MemoryBudget().makeLease(), cancellation: Cancellation
    ) {
        self.head = head
        self.body = body
        self.remoteAddress = remoteAddress
        self.arrival = arrival
        self.memory = memory
        self.cancellation = cancellation
    }
}

/// A whole response.
///
/// The server adds `content-length`, `date`, `server` and connection fields, and
/// leaves out the body where the method is HEAD.
public struct ServerResponse: Sendable {
    /// The status and the header fields the responder wants.
    public var head: HTTPResponse
    /// The whole body.
    public var body: [UInt8]
    /// What metrics and logs are to know besides.
    public var notes = AnswerNotes()

    /// Makes a response from its parts.
    public init(head: HTTPResponse, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }
}

/// Answers requests.
///
/// Called on the reactor of the connection the request came by; must not block it.
public protocol Responder: Sendable {
    /// Looks at a request's head before its body is read: an answer given here ends the request
    /// without its body (so `Expect: 100-continue` is answered by it), nil lets the body come.
    func refusal(of head: HTTPRequest) -> ServerResponse?

    /// Answers a whole request through `reply`, now or later, from any thread.
    func respond(to request: ServerRequest, reply: Reply)
}
