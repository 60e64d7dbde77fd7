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
        _ text: UnsafeBufferPointer<UInt8>, in scanner: JSONScanner
    ) throws(RequestError) -> Int {
        let count = characterCount(text)
        guard count % 4 != 1, text.count == count || text.count.isMultiple(of: 4) else {
            throw failure(text, at: text.count, scanner)
        }
        return count / 4 * 3 + max(0, count % 4 - 1)
    }

    /// Writes the bytes that the text stands for; there is room for `byteCount` of them.
    static func decode(
        _ text: UnsafeBufferPointer<UInt8>, to memory: UnsafeMutableRawPointer,
        in scanner: JSONScanner
    ) throws(RequestError) {
        let bytes = memory.assumingMemoryBound(to: UInt8.self)
        let count = characterCount(text)
        let whole = count & ~3
        let wrong = values.withUnsafeBufferPointer { values -> Int? in
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
        if let wrong { throw failure(text, at: wrong, scanner) }
    }

    /// The characters before the padding.
    private static func characterCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var count = text.count
        while count > 0, text.count - count < 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        return count
    }

    private static func failure(
        _ text: UnsafeBufferPointer<UInt8>, at index: Int, _ scanner: JSONScanner
    ) -> RequestError {
        guard let start = text.baseAddress else { return scanner.failure(expected: "base64") }
        return scanner.failure(at: start + index, expected: "base64")
    }
}
