/// Finds the end of a head or a trailer section while its bytes arrive.
///
/// Looks at every byte once, however the bytes are split, and refuses a line that does not end in
/// CR LF or goes over a limit as soon as it is seen.
struct HeadScanner {
    /// Empty lines before a request line are skipped (RFC 9112 section 2.2); their length.
    private(set) var leading = 0
    private var scanned = 0
    private var lineStart = 0
    private var awaitsRequestLine: Bool

    /// Makes a scanner for a head, or for a trailer section, which has no request line.
    init(trailers: Bool = false) { awaitsRequestLine = !trailers }

    /// The length of the section with the empty line that ends it, or nil while it is not whole.
    ///
    /// `bytes` begins where the section begins and grows from call to call.
    mutating func end(
        in bytes: Span<UInt8>, limits: MessageLimits
    ) throws(HTTPError) -> Int? {
        while let lineFeed = bytes.firstIndex(of: 0x0A, from: scanned) {
            try check(upTo: lineFeed + 1, limits)
            guard lineFeed > lineStart, bytes[lineFeed - 1] == 0x0D else {
                throw .malformed("a line ends without a carriage return")
            }
            scanned = lineFeed + 1
            if lineFeed - lineStart > 1 {
                awaitsRequestLine = false
            } else if awaitsRequestLine {
                leading = scanned
            } else {
                return scanned
            }
            lineStart = scanned
        }
        try check(upTo: bytes.count, limits)
        scanned = bytes.count
        return nil
    }

    private func check(
        upTo end: Int, _ limits: MessageLimits
    ) throws(HTTPError) {
        // The method and the version are allowed 64 bytes beside the target.
        if awaitsRequestLine, end - lineStart > limits.targetBytes + 64 {
            throw .targetTooLong(limit: limits.targetBytes)
        }
        if end > limits.headBytes { throw .headTooLarge(limit: limits.headBytes) }
    }
}
