import HTTPTypes

/// A whole request, as a responder sees it.
public struct ServerRequest: Sendable {
    /// Method, path with query, authority and header fields.
    public let head: HTTPRequest
    /// The whole body, transfer coding removed.
    public let body: [UInt8]
    /// The client's address, without port.
    public let remoteAddress: String
    /// When its head came, in the kernel: waiting counts from here.
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
