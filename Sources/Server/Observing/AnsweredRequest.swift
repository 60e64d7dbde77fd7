import HTTPTypes

/// A request that has come to its end, as those who count and log see it.
public struct AnsweredRequest: Sendable {
    /// The protocols a request can come by.
    public enum Version: String, Hashable, Sendable {
        case http10 = "HTTP/1.0"
        case http11 = "HTTP/1.1"
        case http2 = "HTTP/2"
    }

    /// The status of a request whose client went away before its answer, as proxies log it.
    public static let clientClosedRequest = 499

    /// Method, path with query and header fields; nil where the bytes were no request.
    public let head: HTTPRequest?
    /// The protocol it came by.
    public let version: Version
    /// The client's address, without port.
    public let remoteAddress: String
    /// The bytes of its body that were read.
    public let receivedBytes: Int
    /// The status of the answer.
    public let status: Int
    /// The bytes of the answer's body.
    public let sentBytes: Int
    /// From the end of its head until its answer was ready to be sent.
    public let duration: Duration
    /// What the responder said about the answer.
    public let notes: AnswerNotes

    /// Makes a request from its parts.
    public init(
        head: HTTPRequest?, version: Version, remoteAddress: String, receivedBytes: Int,
        status: Int, sentBytes: Int, duration: Duration, notes: AnswerNotes
    ) {
        self.head = head
        self.version = version
        self.remoteAddress = remoteAddress
        self.receivedBytes = receivedBytes
        self.status = status
        self.sentBytes = sentBytes
        self.duration = duration
        self.notes = notes
    }
}

/// Learns of every request that came to its end, answered or not.
public protocol RequestObserver: Sendable {
    /// Takes down a request.
    ///
    /// Called on the reactor of its connection; must not block, and costs every request its time.
    func observe(_ request: borrowing AnsweredRequest)
}
