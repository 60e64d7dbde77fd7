/// Bytes as text in JSON strings.
///
/// Source: RFC 4648 section 4; padding may be left out, white space may not stand in it.
enum Base64 {
    private static let foreign: UInt8 = 0xFF
    /// The six bits each character stands for.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: foreign, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, character) in alphabet.utf8.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        return values
    }()

    /// How many bytes the text stands for.
    static func byteCount(
        _ text: Base64Text, in scanner: JSONScanner
    ) throws(RequestError) -> Int {
        try text.withCharacters { characters throws(RequestError) in
            let count = characterCount(characters)
            let isWhole = characters.count == count || characters.count.isMultiple(of: 4)
            guard count % 4 != 1, isWhole else {
                throw text.failure(at: characters.count, in: scanner)
            }
            return count / 4 * 3 + max(0, count % 4 - 1)
        }
    }

    /// Writes the bytes that the text stands for; there is room for `byteCount` of them.
    static func decode(
        _ text: Base64Text, to memory: UnsafeMutableRawPointer, in scanner: JSONScanner
    ) throws(RequestError) {
        let wrong = try text.withCharacters { characters throws(RequestError) in
            decode(characters, to: memory)
        }
        if let wrong { throw text.failure(at: wrong, in: scanner) }
    }

    /// Writes the bytes; the index of the first character that is none of base64, if there is one.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>, to memory: UnsafeMutableRawPointer
    ) -> Int? {
        let bytes = memory.assumingMemoryBound(to: UInt8.self)
        let count = characterCount(text)
        let whole = count & ~3
        return values.withUnsafeBufferPointer { values in
            var seen: UInt8 = 0
            var place = 0
            for index in stride(from: 0, to: whole, by: 4) {
                let (a, b) = (values[Int(text[index])], values[Int(text[index + 1])])
                let (c, d) = (values[Int(text[index + 2])], values[Int(text[index + 3])])
                seen |= a | b | c | d
                bytes[place] = a << 2 | b >> 4
                bytes[place + 1] = b << 4 | c >> 2
                bytes[place + 2] = c << 6 | d
                place += 3
            }
            var rest: UInt32 = 0
            for index in whole..<count {
                let value = values[Int(text[index])]
                seen |= value
                rest |= UInt32(value) << UInt32(18 - 6 * (index - whole))
            }
            for index in 0..<max(0, count - whole - 1) {
                bytes[place + index] = UInt8(truncatingIfNeeded: rest >> UInt32(16 - 8 * index))
            }
            guard seen >= 64 else { return nil }
            return (0..<count).first { values[Int(text[$0])] == foreign }
        }
    }

    /// The characters before the padding.
    private static func characterCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        return count
    }
}
