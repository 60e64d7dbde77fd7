/// The first nine bytes of a frame (RFC 9113 section 4.1).
struct FrameHead: Hashable {
    /// The types of RFC 9113 section 6 as their numbers; others are extensions.
    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let priority: UInt8 = 2
        static let reset: UInt8 = 3
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
        static let windowUpdate: UInt8 = 8
        static let continuation: UInt8 = 9
    }

    /// The payload's length in bytes.
    let length: Int
    let kind: UInt8
    let flags: UInt8
    /// The stream's number without the reserved bit.
    let stream: UInt32
    /// The stream that a PRIORITY frame names as the one it depends on.
    var dependency: UInt32?

    /// Whether DATA or HEADERS is the last of its request.
    var endsStream: Bool { flags & 0x1 != 0 }
    /// Whether HEADERS or CONTINUATION is the last of its header block.
    var endsHeaders: Bool { flags & 0x4 != 0 }
    /// Whether DATA or HEADERS has padding.
    var isPadded: Bool { flags & 0x8 != 0 }
}
