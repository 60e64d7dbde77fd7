@testable import Server

/// HTTP/2 frames as a client writes them, and as it reads the server's.
enum HTTP2Client {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4)

    static func frame(
        _ kind: UInt8, _ flags: UInt8 = 0, _ stream: UInt32 = 0, _ payload: [UInt8] = []
    ) -> [UInt8] {
        [payload.count >> 16, payload.count >> 8, payload.count].map {
            UInt8(truncatingIfNeeded: $0)
        } + [kind, flags]
            + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: stream >> $0) } + payload
    }

    /// The header block of a GET or POST for a path of fewer than 127 bytes.
    static func block(_ path: String, _ method: String = "GET") -> [UInt8] {
        let fields = [
            (":method", method), (":scheme", "http"), (":path", path), (":authority", "x"),
        ]
        var block: [UInt8] = []
        for (name, value) in fields {
            block.append(0x10)
            for text in [name, value] {
                block.append(UInt8(text.utf8.count))
                block.append(contentsOf: text.utf8)
            }
        }
        return block
    }

    /// A whole request without a body.
    static func request(_ stream: UInt32, _ path: String) -> [UInt8] {
        frame(1, 5, stream, block(path))
    }

    /// The frames in what a server sent, as type, stream and payload.
    static func frames(in bytes: [UInt8]) -> [(kind: UInt8, stream: UInt32, payload: [UInt8])] {
        var frames: [(UInt8, UInt32, [UInt8])] = []
        var place = 0
        while place + 9 <= bytes.count {
            let length =
                Int(bytes[place]) << 16 | Int(bytes[place + 1]) << 8 | Int(bytes[place + 2])
            guard place + 9 + length <= bytes.count else { break }
            let stream = bytes[(place + 5)..<(place + 9)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            frames.append(
                (bytes[place + 3], stream, Array(bytes[(place + 9)..<(place + 9 + length)])))
            place += 9 + length
        }
        return frames
    }

    /// The code of the GOAWAY in what a server sent.
    static func goAway(in bytes: [UInt8]) -> UInt8? {
        frames(in: bytes).last { $0.kind == 7 }.flatMap {
            $0.payload.count >= 8 ? $0.payload[7] : nil
        }
    }
}
