/// What the head of a response says of its status, its body and the connection.
struct ResponseHead {
    /// How the end of the body is known (RFC 9112 section 6.3).
    enum Body {
        case none
        case length(Int)
        case chunked
        case untilClose
    }

    let status: Int
    let body: Body
    let keepsAlive: Bool

    /// Reads a head, which ends with an empty line and has CR LF after every line.
    init(parsing head: Span<UInt8>) throws(HTTPError) {
        let version: RequestHead.Version
        (version, status) = try Self.statusLine(head)
        var place = (head.firstIndex(of: 0x0A, from: 0) ?? head.count - 1) + 1
        var facts = HeadFacts()
        while let line = try FieldLines.next(in: head, from: &place) {
            switch line.role {
            case .contentLength, .transferEncoding, .connection:
                try facts.take(line.role, head.extracting(line.value))
            default: break
            }
        }
        let hasNoBody = 100..<200 ~= status || status == 204 || status == 304
        switch hasNoBody ? .none : try facts.framing(version: version) {
        case .chunked: body = .chunked
        case .length(let length): body = .length(length)
        case .none: body = hasNoBody || facts.givesLength ? .none : .untilClose
        }
        let isEndedByClose = if case .untilClose = body { true } else { false }
        keepsAlive =
            !facts.closes && !isEndedByClose && (version == .http11 || facts.keepsAlive)
    }

    /// Reads "HTTP/1.1 200" and what may follow it (RFC 9112 section 4).
    private static func statusLine(
        _ head: Span<UInt8>
    ) throws(HTTPError) -> (RequestHead.Version, Int) {
        let start: StaticString = "HTTP/1."
        let length = start.utf8CodeUnitCount
        guard head.count >= length + 6 else { throw .malformed("the status line is cut short") }
        for index in 0..<length where head[index] != start.utf8Start[index] {
            throw .malformed("the answer does not begin with HTTP/1.")
        }
        var status = 0
        for index in length + 2..<length + 5 {
            let digit = head[index] &- 0x30
            guard digit < 10 else { throw .malformed("the status is not three digits") }
            status = status * 10 + Int(digit)
        }
        guard head[length + 1] == 0x20, head[length + 5] == 0x20 || head[length + 5] == 0x0D,
            status >= 100
        else { throw .malformed("the status is not three digits between spaces") }
        switch head[length] {
        case UInt8(ascii: "0"): return (.http10, status)
        case UInt8(ascii: "1"): return (.http11, status)
        default: throw .unknownVersion("HTTP/1.\(Character(Unicode.Scalar(head[length])))")
        }
    }
}
