import HTTPTypes

/// The first line of a request, taken apart (RFC 9112 section 3).
struct RequestLine {
    /// A method as text, known ones without building it.
    let method: HTTPRequest.Method
    /// The target with its scheme and authority taken off: a path with query, or `*`.
    let path: String
    /// The authority of a target in absolute form, which replaces `Host`.
    let authority: String?
    let version: RequestHead.Version

    /// Takes apart a line without its CR LF.
    init(_ line: Span<UInt8>, limits: MessageLimits) throws(HTTPError) {
        guard let methodEnd = line.firstIndex(of: 0x20, from: 0),
            let targetEnd = line.firstIndex(of: 0x20, from: methodEnd + 1)
        else { throw .malformed("the request line needs a method, a target and a version") }
        let target = line.extracting((methodEnd + 1)..<targetEnd)
        let end = line.extracting((targetEnd + 1)..<line.count)
        if Self.isForeign(target, end) { throw .notHTTP }
        method = try Self.method(line.extracting(0..<methodEnd))
        version = try Self.version(end)
        if target.count > limits.targetBytes { throw .targetTooLong(limit: limits.targetBytes) }
        (path, authority) = try RequestTarget.parse(target, method: method)
    }

    /// Whether neither a target nor a version is where it should be, so that the line was not meant
    /// as one of HTTP/1.
    private static func isForeign(_ target: Span<UInt8>, _ version: Span<UInt8>) -> Bool {
        if version.count >= 5, version.extracting(0..<5).equalsIgnoringCase("http/") {
            return false
        }
        guard !target.isEmpty, target[0] != UInt8(ascii: "/"), target[0] != UInt8(ascii: "*")
        else { return false }
        return target.firstIndex(of: UInt8(ascii: ":"), from: 0) == nil
    }

    private static func method(_ bytes: Span<UInt8>) throws(HTTPError) -> HTTPRequest.Method {
        switch bytes.count {
        case 3 where bytes.equalsExactly("GET"): return .get
        case 4 where bytes.equalsExactly("POST"): return .post
        case 4 where bytes.equalsExactly("HEAD"): return .head
        default:
            guard bytes.count <= 32, let method = HTTPRequest.Method(bytes.text()) else {
                throw .malformed("the method is not a token of at most 32 characters")
            }
            if method == .connect { throw .unknownMethod("CONNECT") }
            return method
        }
    }

    private static func version(
        _ bytes: Span<UInt8>
    ) throws(HTTPError) -> RequestHead.Version {
        guard bytes.count == 8, bytes.extracting(0..<5).equalsExactly("HTTP/"),
            0x30...0x39 ~= bytes[5], bytes[6] == UInt8(ascii: "."), 0x30...0x39 ~= bytes[7]
        else { throw .malformed("the request line does not end in a version such as HTTP/1.1") }
        guard bytes[5] == UInt8(ascii: "1") else { throw .unknownVersion(bytes.text()) }
        return bytes[7] == UInt8(ascii: "0") ? .http10 : .http11
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of `text`.
    func equalsExactly(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != text.utf8Start[index] { return false }
        return true
    }
}
