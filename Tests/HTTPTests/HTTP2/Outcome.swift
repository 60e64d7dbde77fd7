@testable import HTTP

/// What a server makes of a client's bytes.
struct Outcome: Hashable {
    /// The code of GOAWAY, if one came.
    var goAway: UInt32?
    /// The code of RST_STREAM by stream.
    var resets: [UInt32: UInt32] = [:]
    /// The paths of the requests that came to the responder.
    var requests: [String] = []
    /// Whether the server ends the connection.
    var isFinished = false
}

extension Outcome {
    /// The outcome of bytes behind the preface and the client's SETTINGS, one receiving call for each
    /// part.
    init(of parts: [[UInt8]], limits: MessageLimits = MessageLimits()) throws {
        let peer = try Peer(limits)
        _ = try peer.frames()
        for part in parts {
            try peer.send(part)
            take(try peer.frames())
            for case .request(let stream, let head, _, _) in peer.session.takeEvents() {
                requests.append(head.path ?? "")
                try peer.answer(stream)
                take(try peer.frames())
            }
        }
        isFinished = peer.session.isFinished
    }

    private mutating func take(_ frames: [Frame]) {
        for frame in frames {
            if frame.kind == .goAway { goAway = frame.errorCode }
            if frame.kind == .reset { resets[frame.stream] = frame.errorCode }
        }
    }
}

/// The codes of RFC 9113 section 7.
enum Code {
    static let noError: UInt32 = 0
    static let protocolError: UInt32 = 1
    static let flowControl: UInt32 = 3
    static let streamClosed: UInt32 = 5
    static let frameSize: UInt32 = 6
    static let refused: UInt32 = 7
    static let cancel: UInt32 = 8
    static let compression: UInt32 = 9
    static let calm: UInt32 = 11
}

/// The bytes of a frame of any type, with the length it has or another.
func raw(
    _ kind: UInt8, _ flags: UInt8 = 0, _ stream: UInt32, _ payload: [UInt8] = [],
    length: Int? = nil
) -> [UInt8] {
    let length = length ?? payload.count
    return [length >> 16, length >> 8, length].map { UInt8(truncatingIfNeeded: $0) }
        + [kind, flags]
        + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: stream >> $0) } + payload
}

/// One entry of SETTINGS.
func setting(_ id: UInt16, _ value: UInt32) -> [UInt8] {
    [UInt8(id >> 8), UInt8(id & 255)]
        + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}
