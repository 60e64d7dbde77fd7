/// Finds the frames in a client's bytes, however these are cut, and looks at nothing but their heads.
struct FrameScanner {
    /// The size of a frame's head, and of a PRIORITY frame's head with the stream it depends on.
    private static let headSize = 9
    private static let prioritySize = headSize + 4

    /// Bytes to be passed over: the preface at first, then payloads.
    private var skipped = HTTP2Preface.count
    private var kept: [UInt8] = []

    /// Whether a frame has begun, or the preface, and is not whole.
    var isInsideFrame: Bool { skipped > 0 }

    /// The next frame's head with the place in `bytes` where the frame begins, 0 when it began
    /// before; nil when more bytes are needed.
    ///
    /// Goes on at `offset` and moves it on.
    mutating func next(
        in bytes: Span<UInt8>, at offset: inout Int
    ) -> (head: FrameHead, start: Int)? {
        let jump = min(skipped, bytes.count - offset)
        skipped -= jump
        offset += jump
        guard skipped == 0 else { return nil }
        if kept.isEmpty, let head = Self.head(in: bytes, at: offset) {
            let start = offset
            skipped = head.length
            offset += Self.headSize
            return (head, start)
        }
        while offset < bytes.count {
            kept.append(bytes[offset])
            offset += 1
            if let head = Self.head(in: kept.span, at: 0) {
                skipped = head.length - (kept.count - Self.headSize)
                defer { kept.removeAll(keepingCapacity: true) }
                return (head, max(0, offset - kept.count))
            }
        }
        return nil
    }

    /// The head at `start`, if it is there whole.
    private static func head(in bytes: Span<UInt8>, at start: Int) -> FrameHead? {
        guard bytes.count - start >= headSize else { return nil }
        func number(_ place: Int, _ size: Int) -> UInt32 {
            var number: UInt32 = 0
            for index in place..<(place + size) {
                number = number << 8 | UInt32(bytes[start + index])
            }
            return number
        }
        var head = FrameHead(
            length: Int(number(0, 3)), kind: bytes[start + 3], flags: bytes[start + 4],
            stream: number(5, 4) & 0x7FFF_FFFF)
        if head.kind == FrameHead.Kind.priority, head.length == 5 {
            guard bytes.count - start >= prioritySize else { return nil }
            head.dependency = number(9, 4) & 0x7FFF_FFFF
        }
        return head
    }
}
