import HTTPTypes

/// The forms a request target comes in (RFC 9112 section 3.2).
enum RequestTarget {
    /// The path with query, and the authority if the target is in absolute form.
    ///
    /// `*` is understood for OPTIONS only.
    static func parse(
        _ target: Span<UInt8>, method: HTTPRequest.Method
    ) throws(HTTPError) -> (path: String, authority: String?) {
        for index in 0..<target.count {
            guard ByteClass.isTarget(target[index]) else {
                throw .malformed("the request target has a character that must be percent-encoded")
            }
        }
        guard !target.isEmpty else { throw .malformed("the request target is empty") }
        if target[0] == UInt8(ascii: "/") { return (target.text(), nil) }
        if target.equalsExactly("*") {
            guard method == .options else {
                throw .malformed("the request target * is for OPTIONS only")
            }
            return ("*", nil)
        }
        return try absolute(target, method: method)
    }

    private static func absolute(
        _ target: Span<UInt8>, method: HTTPRequest.Method
    ) throws(HTTPError) -> (path: String, authority: String?) {
        let schemeLength: Int
        if target.count > 7, target.extracting(0..<7).equalsIgnoringCase("http://") {
            schemeLength = 7
        } else if target.count > 8, target.extracting(0..<8).equalsIgnoringCase("https://") {
            schemeLength = 8
        } else {
            throw .malformed("the request target is neither a path nor an http address")
        }
        var end = schemeLength
        while end < target.count, ByteClass.isHost(target[end]) { end += 1 }
        guard end > schemeLength else { throw .malformed("the request target has no host") }
        guard HostSyntax.isValid(target.extracting(schemeLength..<end)) else {
            throw .malformed("the request target has a bad host")
        }
        let authority = target.extracting(schemeLength..<end).text()
        let rest = target.extracting(end..<target.count)
        guard !rest.isEmpty else { return (method == .options ? "*" : "/", authority) }
        switch rest[0] {
        case UInt8(ascii: "/"): return (rest.text(), authority)
        case UInt8(ascii: "?"): return ("/" + rest.text(), authority)
        default: throw .malformed("the request target has a bad host")
        }
    }
}
