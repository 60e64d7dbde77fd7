/// Texts in a log's lines, escaped.
enum LogText {
    /// Whether a value in the text form has to stand in quotes to be told from what follows.
    static func needsQuotes(_ text: String) -> Bool {
        text.isEmpty
            || text.utf8.contains {
                $0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "=")
            }
    }

    /// Appends a text so that it can neither end its line nor, in quotes, its field, and can't steer a
    /// terminal.
    ///
    /// Escaped are the control characters of ASCII and Latin 1, the line and paragraph separators and
    /// the marks that change the direction of writing (Unicode Technical Report 36, section 2.6).
    /// - Parameter isQuoted: whether quotes and backslashes are escaped; in JSON they always are.
    static func append(
        _ text: String, to bytes: inout [UInt8], as format: LogFormat, isQuoted: Bool = false
    ) {
        let quotes = isQuoted || format == .json
        if isPlain(text.utf8, quotes) {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"" where quotes: bytes += #"\""#.utf8
            case "\\" where quotes: bytes += #"\\"#.utf8
            case "\n": bytes += #"\n"#.utf8
            case "\r": bytes += #"\r"#.utf8
            case "\t": bytes += #"\t"#.utf8
            case let scalar where isUnsafe(scalar.value):
                let digits = String(scalar.value, radix: 16)
                bytes += "\\u".utf8
                bytes += repeatElement(UInt8(ascii: "0"), count: 4 - digits.count)
                bytes += digits.utf8
            default:
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Whether there is nothing to escape, as there almost never is.
    private static func isPlain(_ bytes: String.UTF8View, _ quotes: Bool) -> Bool {
        bytes.allSatisfy { byte in
            byte >= 0x20 && byte < 0x7F
                && !(quotes && (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")))
        }
    }

    private static func isUnsafe(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
