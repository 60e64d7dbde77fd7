/// The grammar of `Host` and `:authority`: `uri-host [ ":" port ]` (RFC 9110 section 7.2).
enum HostSyntax {
    /// Whether the bytes are a host with or without a port; an empty one is allowed.
    ///
    /// The host is a name, or an IP address in brackets (RFC 3986 section 3.2.2). User information
    /// before it is not allowed.
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        var place = 0
        if !bytes.isEmpty, bytes[0] == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]"), from: 1), end > 1 else {
                return false
            }
            for index in 1..<end where !isInsideBrackets(bytes[index]) { return false }
            place = end + 1
        } else {
            while place < bytes.count, bytes[place] != UInt8(ascii: ":") {
                guard ByteClass.isHost(bytes[place]), !isBracket(bytes[place]) else { return false }
                if bytes[place] == UInt8(ascii: "%") {
                    guard place + 2 < bytes.count,
                        ByteClass.hexadecimal(bytes[place + 1]) != nil,
                        ByteClass.hexadecimal(bytes[place + 2]) != nil
                    else { return false }
                }
                place += 1
            }
        }
        guard place < bytes.count else { return true }
        guard bytes[place] == UInt8(ascii: ":") else { return false }
        for index in (place + 1)..<bytes.count where bytes[index] &- 0x30 > 9 { return false }
        return true
    }

    private static func isBracket(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
    }

    private static func isInsideBrackets(_ byte: UInt8) -> Bool {
        ByteClass.isHost(byte) && !isBracket(byte) && byte != UInt8(ascii: "%")
    }
}
