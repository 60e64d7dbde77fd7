#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension JSONScanner {
    /// Whether an object is next whose first key is `b64`.
    var isBase64Next: Bool {
        var ahead = self
        return ahead.accept("{") && ahead.peek() != nil && ahead.accept(word: "\"b64\"")
    }

    /// Reads an object `{"b64": "…"}` and gives the text between the quotes, valid as long as the
    /// scanner is.
    mutating func readBase64Member() throws(RequestError) -> UnsafeBufferPointer<UInt8> {
        try expect("{")
        guard peek() != nil, accept(word: "\"b64\"") else { throw failure(expected: "\"b64\"") }
        try expect(":")
        guard accept("\"") else { throw failure(expected: "a string of base64") }
        let start = cursor
        // No character of base64 is ever escaped.
        guard remaining > 0, let quote = memchr(start, 0x22, remaining) else {
            cursor = end
            throw failure(expected: "'\"'")
        }
        cursor = UnsafePointer(quote.assumingMemoryBound(to: UInt8.self)) + 1
        let text = UnsafeBufferPointer(start: start, count: cursor - start - 1)
        try expect("}")
        return text
    }
}
