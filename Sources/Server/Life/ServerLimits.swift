import HTTP

/// How much one client, and all together, may take of the server.
///
/// Times are checked about once a second.
public struct ServerLimits: Sendable, Hashable {
    /// Heads and bodies of requests.
    public var message = MessageLimits()
    /// Streams and windows of HTTP/2 connections.
    public var http2 = HTTP2Limits()
    /// Bytes that all requests in flight may hold together; beyond it 503.
    public var memoryBytes = Int.max
    /// Connections open at once; further ones wait in the kernel until one closes, and idle ones are
    /// closed to make room.
    public var connections = 16_384
    /// Connections of one IPv4 address or one IPv6 network of 64 bits that are open at once.
    ///
    /// Further ones are closed as they come. Nil is three quarters of `connections`, so that one
    /// client alone does not shut out the others.
    public var connectionsPerAddress: Int?
    /// Requests of one HTTP/1.1 connection that may be unanswered before it is read on.
    public var pipelinedRequests = 64
    /// Bytes that may wait to be written to one connection before it is read on.
    public var outputBytes = 1 << 20
    /// How long a connection may stay open without a request.
    public var idle = Duration.seconds(75)
    /// How long a request's head may take from its first byte to its last; beyond it 408.
    public var head = Duration.seconds(10)
    /// How slowly bodies and answers may come and go, and how long a refused client may go on
    /// sending before its connection is cut.
    public var transfer = TransferLimits()

    /// The most connections of one address, whether it is set or not.
    var effectiveConnectionsPerAddress: Int {
        connectionsPerAddress ?? max(1, connections - connections / 4)
    }

    /// Makes the default limits.
    public init() {}
}
