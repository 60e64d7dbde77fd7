import HTTPTypes

/// What a field means to the message framing and to the connection.
enum FieldRole: UInt8 {
    case plain
    case host
    case contentLength
    case transferEncoding
    case connection
    case expect
    case upgrade
    case http2Settings
}

/// Field names that are seen often, found by their bytes so that no text is built for them.
struct FieldNames: Sendable {
    /// The one table of this process.
    static let known = FieldNames()

    private struct Entry: Sendable {
        let name: HTTPField.Name
        let lowercase: [UInt8]
        let role: FieldRole
    }

    private var entries: [Entry] = []
    /// Places in `entries` plus one by hash, 0 where there is none; collisions go to the next slot.
    private var slots = [UInt8](repeating: 0, count: 256)

    private init() {
        let special: [(String, FieldRole)] = [
            ("Host", .host), ("Content-Length", .contentLength),
            ("Transfer-Encoding", .transferEncoding), ("Connection", .connection),
            ("Expect", .expect), ("Upgrade", .upgrade), ("HTTP2-Settings", .http2Settings),
        ]
        let plain = [
            "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control",
            "Content-Encoding", "Content-Type", "Cookie", "Date", "If-None-Match",
            "Inference-Header-Content-Length", "Keep-Alive", "Origin", "Pragma", "Priority",
            "Referer", "TE", "Traceparent", "Tracestate", "User-Agent", "Via", "X-Forwarded-For",
            "X-Forwarded-Proto", "X-Priority", "X-Request-Id", "X-Request-Timeout",
        ]
        for (text, role) in special + plain.map({ ($0, .plain) }) {
            guard let name = HTTPField.Name(text) else { continue }
            let lowercase = Array(name.canonicalName.utf8)
            var slot = Self.hash(lowercase.span)
            while slots[slot] != 0 { slot = (slot + 1) & 255 }
            entries.append(Entry(name: name, lowercase: lowercase, role: role))
            slots[slot] = UInt8(entries.count)
        }
    }

    /// The name written by `bytes` and its role, or nil when they are not a token.
    func name(of bytes: Span<UInt8>) -> (name: HTTPField.Name, role: FieldRole)? {
        guard !bytes.isEmpty else { return nil }
        var slot = Self.hash(bytes)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if matches(bytes, index) { return (entries[index].name, entries[index].role) }
            slot = (slot + 1) & 255
        }
        return HTTPField.Name(bytes.text()).map { ($0, .plain) }
    }

    private func matches(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        guard entries[index].lowercase.count == bytes.count else { return false }
        for place in 0..<bytes.count
        where ByteClass.lowercased(bytes[place]) != entries[index].lowercase[place] {
            return false
        }
        return true
    }

    private static func hash(_ bytes: Span<UInt8>) -> Int {
        let first = Int(ByteClass.lowercased(bytes[0]))
        let last = Int(ByteClass.lowercased(bytes[bytes.count - 1]))
        return (first &* 7 &+ last &* 31 &+ bytes.count &* 13) & 255
    }
}
