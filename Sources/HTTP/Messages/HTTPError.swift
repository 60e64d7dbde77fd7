import HTTPTypes

/// Why a request was refused before it reached a responder.
public enum HTTPError: Error, Sendable, Hashable {
    /// The bytes break the grammar or the framing rules; the text says which rule.
    case malformed(String)
    /// The first line is not one of HTTP/1 at all: no answer in HTTP/1 would be understood.
    case notHTTP
    /// The body is longer than `limit` bytes.
    case bodyTooLarge(limit: Int)
    /// Requests in flight hold all the memory they may; the same request may be taken later.
    case outOfMemory
    /// The request line or path is longer than `limit` bytes.
    case targetTooLong(limit: Int)
    /// `Expect` asks for something other than 100-continue.
    case unknownExpectation
    /// The head is longer than `limit` bytes.
    case headTooLarge(limit: Int)
    /// The head or trailer section has more than `limit` field lines.
    case tooManyFields(limit: Int)
    /// A transfer coding other than chunked.
    case unknownTransferCoding
    /// A method this server will never serve, with its name.
    case unknownMethod(String)
    /// A protocol version other than 1.0 and 1.1 on an HTTP/1 connection.
    case unknownVersion(String)
    /// The body came too slowly.
    case tooSlow
    /// The HTTP/2 connection cannot go on; `code` is the error code of RFC 9113 section 7 or, below
    /// zero, the library's.
    case connection(code: Int, text: String)
}

extension HTTPError {
    /// The status that answers the request.
    public var status: HTTPResponse.Status {
        switch self {
        case .malformed, .notHTTP, .connection: .badRequest
        case .bodyTooLarge: .contentTooLarge
        case .outOfMemory: .serviceUnavailable
        case .tooSlow: .requestTimeout
        case .targetTooLong: .uriTooLong
        case .unknownExpectation: .expectationFailed
        case .headTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
        case .unknownTransferCoding, .unknownMethod: .notImplemented
        case .unknownVersion: .httpVersionNotSupported
        }
    }
}

extension HTTPError: CustomStringConvertible {
    /// What is wrong, for the person who sent the request.
    public var description: String {
        switch self {
        case .malformed(let rule): "malformed request: \(rule)"
        case .notHTTP: "the first line is not a request of HTTP/1"
        case .bodyTooLarge(let limit): "the body is longer than the limit of \(limit) bytes"
        case .outOfMemory: "too busy: other requests take all the memory there is; try again"
        case .targetTooLong(let limit): "the request target is longer than \(limit) bytes"
        case .unknownExpectation: "only 'Expect: 100-continue' is understood"
        case .headTooLarge(let limit): "the request head is longer than \(limit) bytes"
        case .tooManyFields(let limit): "the request has more than \(limit) header fields"
        case .unknownTransferCoding: "the only transfer coding understood is 'chunked'"
        case .unknownMethod(let name): "the method \(name) is not implemented"
        case .unknownVersion(let name): "the protocol version \(name) is not supported"
        case .tooSlow: "the request took too long to arrive"
        case .connection(let code, let text): "HTTP/2 connection error \(code): \(text)"
        }
    }
}
