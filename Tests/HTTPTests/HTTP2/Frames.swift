@testable import HTTP

/// A frame of RFC 9113 section 4.1, written and read without the library under test.
struct Frame: Hashable {
    enum Kind: UInt8 {
        case data = 0
        case headers = 1
        case priority = 2
        case reset = 3
        case settings = 4
        case ping = 6
        case goAway = 7
        case windowUpdate = 8
        case continuation = 9
    }

    static let endStream: UInt8 = 1
    static let acknowledgement: UInt8 = 1
    static let endHeaders: UInt8 = 4
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    var kind: Kind
    var flags: UInt8 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    var bytes: [UInt8] {
        let length = UInt32(payload.count)
        return [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255)]
            + [kind.rawValue, flags] + bigEndian(stream) + payload
    }

    /// HEADERS whose fields are literals that are never indexed (RFC 7541 section 6.2.3).
    static func headers(
        _ stream: UInt32, _ fields: [(String, String)], ends: Bool = true
    ) -> Frame {
        var block: [UInt8] = []
        for (name, value) in fields {
            block += [0x10] + text(name) + text(value)
        }
        return Frame(
            kind: .headers, flags: endHeaders | (ends ? endStream : 0), stream: stream,
            payload: block)
    }

    /// The head of a request with further fields.
    static func request(
        _ stream: UInt32, _ method: String = "GET", _ path: String = "/",
        _ fields: [(String, String)] = [], ends: Bool = true
    ) -> Frame {
        headers(
            stream,
            [(":method", method), (":scheme", "http"), (":path", path), (":authority", "x")]
                + fields, ends: ends)
    }

    static func data(_ stream: UInt32, _ bytes: [UInt8], ends: Bool = true) -> Frame {
        Frame(kind: .data, flags: ends ? endStream : 0, stream: stream, payload: bytes)
    }

    static func reset(_ stream: UInt32, code: UInt32 = 8) -> Frame {
        Frame(kind: .reset, stream: stream, payload: bigEndian(code))
    }

    /// All frames in bytes that hold nothing else.
    static func all(in bytes: [UInt8]) -> [Frame] {
        var frames: [Frame] = []
        var place = 0
        while place + 9 <= bytes.count {
            let length =
                Int(bytes[place]) << 16 | Int(bytes[place + 1]) << 8 | Int(bytes[place + 2])
            let stream = bytes[(place + 5)..<(place + 9)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if let kind = Kind(rawValue: bytes[place + 3]) {
                frames.append(
                    Frame(
                        kind: kind, flags: bytes[place + 4], stream: stream,
                        payload: Array(bytes[(place + 9)..<(place + 9 + length)])))
            }
            place += 9 + length
        }
        return frames
    }

    /// The error code of RST_STREAM or GOAWAY.
    var errorCode: UInt32 {
        let start = kind == .goAway ? 4 : 0
        return payload[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    private static func text(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        // An integer with a prefix of seven bits (RFC 7541 section 5.1).
        if bytes.count < 127 { return [UInt8(bytes.count)] + bytes }
        var rest = bytes.count - 127
        var length: [UInt8] = [127]
        while rest >= 128 {
            length.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return length + [UInt8(rest)] + bytes
    }
}

private func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}
