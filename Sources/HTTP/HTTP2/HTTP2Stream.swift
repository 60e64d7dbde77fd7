import HTTPTypes

/// One request and its answer within a session, which owns it.
final class HTTP2Stream {
    let id: Int32
    /// The stream's place in the session's list.
    let slot: Int

    /// The request line's parts and the fields, while they arrive.
    var method: HTTPRequest.Method?
    var scheme: String?
    var authority: String?
    var path: String?
    var fields = HTTPFields()
    var host: String?
    var headBytes = 0

    /// The head, once it is whole.
    var request: HTTPRequest?
    /// The request's body so far.
    var body: [UInt8] = []
    /// How many bytes of it have been granted.
    var grantedBytes = 0
    /// The number of the body's bytes that were read over.
    var discarded = 0
    var isHead = false
    /// Whether the request has ended.
    var isComplete = false
    /// Whether an event has told of the stream.
    var isAnnounced = false
    /// Why the request is not taken, if it is not.
    var error: HTTPError?
    /// Whether the request breaks the rules of HTTP/2 and is reset without an answer.
    var isMalformed = false

    /// Whether an answer was given; the request's further bytes are then dropped.
    var isAnswered = false
    /// The answer's body and how many bytes of it are sent.
    var answer: [UInt8] = []
    var sent = 0

    init(id: Int32, slot: Int) {
        self.id = id
        self.slot = slot
    }

    /// How the request's or the answer's bytes come on.
    var transfer: StreamTransfer?

    /// Puts the head together; nil for a CONNECT, which has no path.
    func makeRequest() -> HTTPRequest? {
        guard let method, let path else { return nil }
        return HTTPRequest(
            method: method, scheme: scheme, authority: authority ?? host, path: path,
            headerFields: fields)
    }
}
