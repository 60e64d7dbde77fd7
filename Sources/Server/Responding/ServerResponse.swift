import HTTPTypes

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
