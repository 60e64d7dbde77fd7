/// The character classes of the HTTP grammar (RFC 9110 section 5.6.2, RFC 3986 section 3.2.2).
enum ByteClass {
    /// The digits, the letters and !#$%&'*+-.^_`|~ as set bits, for 0 to 63 and for 64 to 127.
    private static let token: (UInt64, UInt64) = (
        0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE
    )
    /// The digits, the letters and -._~!$&'()*+,;=:[]% in the same way.
    private static let host: (UInt64, UInt64) = (
        0x2FFF_7FF2_0000_0000, 0x47FF_FFFE_AFFF_FFFE
    )

    /// Whether the byte may stand in a method or a field name.
    static func isToken(_ byte: UInt8) -> Bool { contains(byte, in: token) }

    /// Whether the byte may stand in a `Host` value.
    static func isHost(_ byte: UInt8) -> Bool { contains(byte, in: host) }

    /// Whether the byte may stand in a request target without being percent-encoded, as far as
    /// readers of targets agree.
    static func isTarget(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
    }

    /// Whether the byte may stand in a field value: visible, blank or above ASCII.
    static func isFieldValue(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == 0x09
    }

    /// Whether the byte is a space or a tab.
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The byte with a capital letter made small.
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// The value of a hexadecimal digit, or nil.
    static func hexadecimal(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }

    private static func contains(_ byte: UInt8, in set: (UInt64, UInt64)) -> Bool {
        let half = byte < 64 ? set.0 : set.1
        return byte < 128 && half >> UInt64(byte & 63) & 1 == 1
    }
}
