/// Looks at every frame of a client before the library does.
///
/// Finds what the library lets pass though RFC 9113 calls it an error, and floods: frames that cost
/// the client little and the server work.
struct FrameGate {
    /// What a frame brings about.
    enum Fault: Hashable {
        /// The connection ends with GOAWAY and this code; the frame is not read.
        case connection(UInt32)
        /// The stream is reset with this code.
        case stream(UInt32, code: UInt32)
    }

    /// The codes of RFC 9113 section 7 that are used here.
    enum Code {
        static let protocolError: UInt32 = 0x1
        static let streamClosed: UInt32 = 0x5
        static let frameSize: UInt32 = 0x6
        static let calm: UInt32 = 0xB
    }

    /// CONTINUATION frames of one header block: with HEADERS they carry 144 KiB.
    static let continuations = 8
    /// The largest frame (SETTINGS_MAX_FRAME_SIZE, left at its default).
    static let frameSize = 16_384
    /// DATA with fewer bytes than this that doesn't end its request is hardly worth its frame.
    private static let tinyData = 32
    /// What a frame of no use costs; a tiny DATA frame costs one.
    static let frameCost = 10

    private var history = StreamHistory()
    /// The stream whose header block goes on, and the CONTINUATION frames it has had.
    private var block: (stream: UInt32, continuations: Int)?
    /// The bytes of the header block's frames, until the frame behind them.
    private(set) var blockBytes = 0
    /// Streams that were reset, by either side, against those that were answered.
    ///
    /// Resetting costs the client nothing and the server its work, whether the client resets
    /// (CVE-2023-44487) or makes the server do it (CVE-2025-8671).
    var resets: FloodBudget
    /// Frames that carry no request against what was of use, in tenths of a frame.
    var overhead: FloodBudget

    /// Makes a gate for a new connection.
    init(limits: HTTP2Limits) {
        resets = FloodBudget(limit: limits.unansweredResets)
        overhead = FloodBudget(limit: limits.overheadFrames * Self.frameCost)
    }

    /// Whether a header block has begun and is not whole.
    var isInsideBlock: Bool { block != nil }

    /// Gives back for the time that has passed: a tenth of the frames a second, and of the resets a
    /// sixtieth.
    mutating func recover(seconds: Double) {
        let seconds = min(seconds, 60)
        overhead.earn(Int(seconds * Double(overhead.limit) / 10))
        resets.earn(Int(seconds * Double(resets.limit) / 60))
    }

    /// Takes down that stream 1 came by HTTP/1.1, whole.
    mutating func upgrade() { history[1] = .ended }

    /// Takes in the next frame's head.
    mutating func judge(_ frame: FrameHead) -> Fault? {
        let fault = block == nil ? take(frame) : takeInsideBlock(frame)
        if let fault { return fault }
        return resets.isSpent || overhead.isSpent ? .connection(Code.calm) : nil
    }

    private mutating func takeInsideBlock(_ frame: FrameHead) -> Fault? {
        guard let open = block, frame.kind == FrameHead.Kind.continuation,
            frame.stream == open.stream
        else {
            block = nil
            return .connection(Code.protocolError)
        }
        blockBytes += frame.length
        // The library looks at the size of a block's first frame alone.
        if frame.length > Self.frameSize { return .connection(Code.frameSize) }
        if open.continuations == Self.continuations { return .connection(Code.calm) }
        block = frame.endsHeaders ? nil : (open.stream, open.continuations + 1)
        if frame.length == 0, !frame.endsHeaders { overhead.spend(Self.frameCost) }
        return nil
    }

    private mutating func take(_ frame: FrameHead) -> Fault? {
        blockBytes = frame.kind == FrameHead.Kind.headers ? frame.length : 0
        switch frame.kind {
        case FrameHead.Kind.data:
            return takeData(frame)
        case FrameHead.Kind.headers:
            return takeHeaders(frame)
        case FrameHead.Kind.priority:
            overhead.spend(Self.frameCost)
            // The library passes over priorities, which RFC 9113 has made obsolete.
            let isWrong = frame.stream == 0 || frame.dependency == frame.stream
            return isWrong ? .connection(Code.protocolError) : nil
        case FrameHead.Kind.reset:
            resets.spend()
            guard history[frame.stream] != .skipped else { return .connection(Code.protocolError) }
            if history[frame.stream] != nil { history[frame.stream] = .reset }
        case FrameHead.Kind.windowUpdate:
            overhead.spend(Self.frameCost)
            if history[frame.stream] == .skipped { return .connection(Code.protocolError) }
        default:
            overhead.spend(Self.frameCost)
        }
        return nil
    }

    private mutating func takeData(_ frame: FrameHead) -> Fault? {
        if let fault = faultBehindEnd(frame) { return fault }
        if frame.endsStream {
            if history[frame.stream] != nil { history[frame.stream] = .ended }
        } else if frame.length == 0 {
            overhead.spend(Self.frameCost)
        } else if frame.length < Self.tinyData + (frame.isPadded ? 256 : 0) {
            overhead.spend()
        }
        return nil
    }

    private mutating func takeHeaders(_ frame: FrameHead) -> Fault? {
        if let fault = faultBehindEnd(frame), case .connection = fault { return fault }
        if !frame.endsHeaders { block = (frame.stream, 0) }
        switch history[frame.stream] {
        case .reset:
            return .stream(frame.stream, code: Code.streamClosed)
        case .opened where !frame.endsStream:
            // Trailers without END_STREAM are an error; on a stream that was reset they are ignored.
            overhead.spend(Self.frameCost)
        default:
            if frame.stream > history.last || history[frame.stream] != nil {
                history[frame.stream] = frame.endsStream ? .ended : .opened
            }
        }
        return nil
    }

    /// What is wrong with DATA or HEADERS on a stream that the client has done with.
    private mutating func faultBehindEnd(_ frame: FrameHead) -> Fault? {
        switch history[frame.stream] {
        case .skipped: return .connection(Code.protocolError)
        case .ended: return .connection(Code.streamClosed)
        case .reset:
            overhead.spend(Self.frameCost)
            return .stream(frame.stream, code: Code.streamClosed)
        case .opened, nil: return nil
        }
    }
}
