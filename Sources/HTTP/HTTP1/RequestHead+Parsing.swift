import HTTPTypes

extension RequestHead {
    /// Reads a whole head, from its request line to the empty line, in place.
    init(parsing head: Span<UInt8>, limits: MessageLimits) throws(HTTPError) {
        guard let lineFeed = head.firstIndex(of: 0x0A, from: 0), lineFeed > 0 else {
            throw .malformed("the request line is missing")
        }
        let line = try RequestLine(head.extracting(0..<(lineFeed - 1)), limits: limits)
        var facts = HeadFacts()
        var fields = HTTPFields()
        var count = 0
        var place = lineFeed + 1
        while let line = try FieldLines.next(in: head, from: &place) {
            count += 1
            if count > limits.fieldCount { throw .tooManyFields(limit: limits.fieldCount) }
            if line.role != .plain { try facts.take(line.role, head.extracting(line.value)) }
            if line.role != .host { fields.append(FieldLines.field(line, in: head)) }
        }
        if facts.host == nil, line.version == .http11 {
            throw .malformed("HTTP/1.1 requires one Host")
        }
        framing = try facts.framing(version: line.version)
        if case .length(let length) = framing, length > limits.bodyBytes {
            throw .bodyTooLarge(limit: limits.bodyBytes)
        }
        version = line.version
        keepsAlive = !facts.closes && (line.version == .http11 || facts.keepsAlive)
        expectsContinue =
            facts.expectsContinue && line.version == .http11 && framing != .none
        upgradeSettings = line.version == .http11 ? facts.http2Settings : nil
        request = HTTPRequest(
            method: line.method, scheme: "http", authority: line.authority ?? facts.host,
            path: line.path, headerFields: fields)
    }
}
