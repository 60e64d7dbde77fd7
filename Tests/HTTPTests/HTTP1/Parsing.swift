import HTTPTypes

@testable import HTTP

/// One request as a test sees it, or what was refused.
struct ParsedRequest: Hashable {
    var head: HTTPRequest
    var version: RequestHead.Version
    var keepsAlive: Bool
    var body: [UInt8]
    var trailers: HTTPFields
}

/// What became of a whole stream of bytes.
struct ParsedStream: Hashable {
    var requests: [ParsedRequest] = []
    /// Whether a further head was read whose body did not end.
    var isCutOff = false
    var error: HTTPError?
}

/// Parses `bytes` in pieces of `size` bytes, or in one.
func parse(
    _ bytes: [UInt8], size: Int? = nil, limits: MessageLimits = MessageLimits()
) -> ParsedStream {
    var parser = RequestParser(limits: limits)
    var stream = ParsedStream()
    var head: RequestHead?
    var body: [UInt8] = []
    var start = 0
    while start < bytes.count {
        let piece = Array(bytes[start..<min(bytes.count, start + (size ?? bytes.count))])
        start += piece.count
        var offset = 0
        do {
            while let event = try parser.next(in: piece.span, at: &offset) {
                switch event {
                case .head(let found):
                    head = found
                    body = []
                case .body(let range):
                    body += piece[range]
                case .end(let trailers):
                    guard let found = head else { continue }
                    head = nil
                    stream.requests.append(
                        ParsedRequest(
                            head: found.request, version: found.version,
                            keepsAlive: found.keepsAlive, body: body, trailers: trailers))
                }
            }
        } catch {
            stream.error = error
            return stream
        }
    }
    stream.isCutOff = head != nil
    return stream
}

/// Parses text whose line feeds stand for CR LF.
func parseLines(_ text: String, limits: MessageLimits = MessageLimits()) -> ParsedStream {
    parse(wire(text), limits: limits)
}

/// The bytes of a text whose line feeds stand for CR LF.
func wire(_ text: String) -> [UInt8] {
    Array(text.replacing("\n", with: "\r\n").utf8)
}

/// The first head in a text whose line feeds stand for CR LF.
func firstHead(_ text: String) throws -> RequestHead? {
    var parser = RequestParser(limits: MessageLimits())
    let bytes = wire(text)
    var offset = 0
    guard case .head(let head) = try parser.next(in: bytes.span, at: &offset) else { return nil }
    return head
}
