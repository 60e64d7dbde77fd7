import HTTPTypes

/// What a session learned from the bytes it was given.
public enum HTTP2Event: Sendable {
    /// A request's head, whose body follows. It may be answered at once, which ends it.
    case head(stream: Int32, HTTPRequest)
    /// A whole request; `wasAnnounced` says whether its head was seen before, by a `head` event.
    case request(stream: Int32, HTTPRequest, body: [UInt8], wasAnnounced: Bool)
    /// A request over a limit or of an unknown kind, to be answered with the error's status.
    case refused(stream: Int32, HTTPError)
    /// A stream whose request was announced has closed before its answer was given.
    case closed(stream: Int32)
}
