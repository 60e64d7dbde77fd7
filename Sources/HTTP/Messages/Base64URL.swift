/// The base64 alphabet that is safe in addresses (RFC 4648 section 5), without padding.
enum Base64URL {
    /// The bytes that `text` stands for, or nil when it has another character, padding that is not
    /// at the end, or a length that no bytes have.
    static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var end = text.count
        while end > 0, end > text.count - 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        guard end % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end * 3 / 4)
        var bits: UInt32 = 0
        for index in 0..<end {
            guard let value = value(text[index]) else { return nil }
            bits = bits << 6 | value
            switch index % 4 {
            case 1: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
            case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
            case 3: bytes.append(UInt8(truncatingIfNeeded: bits))
            default: break
            }
        }
        return bytes
    }

    private static func value(_ character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character) - 0x41
        case 0x61...0x7A: UInt32(character) - 0x61 + 26
        case 0x30...0x39: UInt32(character) - 0x30 + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
