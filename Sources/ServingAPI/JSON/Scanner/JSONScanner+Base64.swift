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
    mutating func readBase64Member() throws(RequestError) -> Base64Text {
        try expect("{")
        guard peek() != nil, accept(word: "\"b64\"") else { throw failure(expected: "\"b64\"") }
        try expect(":")
        var string = self
        guard accept("\"") else { throw failure(expected: "a string of base64") }
        let start = cursor
        guard remaining > 0, let quote = memchr(start, 0x22, remaining) else {
            cursor = end
            throw failure(expected: "'\"'")
        }
        cursor = UnsafePointer(quote.assumingMemoryBound(to: UInt8.self)) + 1
        let source = UnsafeBufferPointer(start: start, count: cursor - start - 1)
        var text = Base64Text(source: source)
        // Some encoders escape the slash, the plus or the padding.
        if !source.isEmpty, memchr(start, 0x5C, source.count) != nil {
            text.unescaped = Array(try string.readString().utf8)
            cursor = string.cursor
        }
        try expect("}")
        return text
    }
}
