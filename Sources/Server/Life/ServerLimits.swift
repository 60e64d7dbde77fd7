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
    /// Connections open at once; further ones wait in the kernel until one closes.
    public var connections = 16_384
    /// Requests of one HTTP/1.1 connection that may be unanswered before it is read on.
    public var pipelinedRequests = 64
    /// Bytes that may wait to be written to one connection before it is read on.
    public var outputBytes = 1 << 20
    /// How long a connection may stay open without a request.
    public var idle = Duration.seconds(75)
    /// How long a request's head may take from its first byte to its last; beyond it 408.
    public var head = Duration.seconds(10)
    /// How long a body may make no progress; beyond it 408.
    public var body = Duration.seconds(30)
    /// How long an answer may make no progress.
    public var write = Duration.seconds(30)
    /// How long a refused client may go on sending before its connection is cut.
    public var linger = Duration.seconds(5)

    /// Makes the default limits.
    public init() {}
}
