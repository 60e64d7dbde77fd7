extension JSONScanner {
    /// Reads a string, escapes resolved and UTF-8 verified.
    mutating func readString() throws(RequestError) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw failure(expected: "a string") }
        cursor += 1
        let content = cursor
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw failure(expected: "no control character in a string") }
            cursor += 1
        }
        let plain = UnsafeBufferPointer(start: content, count: cursor - content)
        guard next != UInt8(ascii: "\\") else { return try readEscaped(startingWith: plain) }
        return try closeString(plain, startingAt: content)
    }

    private mutating func readEscaped(
        startingWith plain: UnsafeBufferPointer<UInt8>
    ) throws(RequestError) -> String {
        let content = cursor - plain.count
        var decoded = Array(plain)
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure(expected: "no control character in a string") }
            if byte == UInt8(ascii: "\\") {
                cursor += 1
                decoded += String(try readEscape()).utf8
            } else {
                decoded.append(byte)
                cursor += 1
            }
        }
        return try closeString(decoded, startingAt: content)
    }

    private mutating func closeString(
        _ content: some Collection<UInt8>, startingAt start: UnsafePointer<UInt8>
    ) throws(RequestError) -> String {
        guard next != nil else { throw failure(expected: "'\"'") }
        guard let text = String(validating: content, as: UTF8.self) else {
            cursor = start
            throw failure(expected: "UTF-8 in the string that starts here")
        }
        cursor += 1
        return text
    }

    /// Reads what follows a backslash.
    private mutating func readEscape() throws(RequestError) -> Unicode.Scalar {
        let scalar: Unicode.Scalar
        switch next {
        case UInt8(ascii: "\""): scalar = "\""
        case UInt8(ascii: "\\"): scalar = "\\"
        case UInt8(ascii: "/"): scalar = "/"
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default: throw failure(expected: "one of \"\\/bfnrtu after '\\'")
        }
        cursor += 1
        return scalar
    }

    private mutating func readUnicodeEscape() throws(RequestError) -> Unicode.Scalar {
        let start = self
        let unit = try readFourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), accept(word: "\\") else {
            throw start.failure(expected: "a Unicode scalar or a surrogate pair")
        }
        guard next == UInt8(ascii: "u") else { throw failure(expected: "'u'") }
        let trail = try readFourHexDigits()
        guard UTF16.isTrailSurrogate(trail) else {
            throw start.failure(expected: "a Unicode scalar or a surrogate pair")
        }
        let lead = UInt32(unit & 0x3FF) << 10
        return Unicode.Scalar(0x10000 + (lead | UInt32(trail & 0x3FF))) ?? "\u{FFFD}"
    }

    /// Reads `u` and four hexadecimal digits.
    private mutating func readFourHexDigits() throws(RequestError) -> UInt16 {
        cursor += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure(expected: "a hexadecimal digit")
            }
            unit = unit << 4 | UInt16(digit)
            cursor += 1
        }
        return unit
    }
}
