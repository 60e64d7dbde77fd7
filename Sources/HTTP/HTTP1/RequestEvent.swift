import HTTPTypes

/// What a request parser found.
public enum RequestEvent: Sendable {
    /// A whole head. `body` and `end` events of the same request follow.
    case head(RequestHead)
    /// Body bytes: their places in the input that the parser was given.
    case body(Range<Int>)
    /// The request is whole; the trailer fields of a chunked body, mostly none.
    case end(trailers: HTTPFields)
}

/// A request's head and what it says about the body and the connection.
public struct RequestHead: Sendable {
    /// How the body's length is known (RFC 9112 section 6.3).
    public enum Framing: Sendable, Hashable {
        /// There is no body.
        case none
        /// The body has so many bytes, at least 1.
        case length(Int)
        /// The body comes in chunks.
        case chunked
    }

    /// The versions of HTTP/1.
    public enum Version: Sendable, Hashable {
        case http10
        case http11
    }

    /// Method, path with query, authority and all other fields but `Host`.
    public var request: HTTPRequest
    /// The client's version; 1.2 to 1.9 count as 1.1.
    public var version: Version
    /// How the body's length is known.
    public var framing: Framing
    /// Whether the connection may carry another request after this one (RFC 9112 section 9.3).
    public var keepsAlive: Bool
    /// Whether the client waits for 100 (Continue) before it sends the body.
    public var expectsContinue: Bool
    /// The payload of the SETTINGS frame with which the client asks to go on in HTTP/2, if it does
    /// (RFC 7540 section 3.2).
    public var upgradeSettings: [UInt8]?
}
