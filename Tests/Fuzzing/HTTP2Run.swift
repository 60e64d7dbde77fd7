import HTTP
import HTTPTypes

/// Serves a connection's frames as a server does, and looks at what must hold whatever comes.
enum HTTP2Run {
    private static let opening =
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
    private static let stamp = ResponseStamp(secondsSince1970: 0, server: "")

    /// The first byte is the size of the pieces, the second how requests are answered.
    static func run(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return }
        let limits = MessageLimits(
            targetBytes: 64, headBytes: 1 << 10, fieldCount: 10, bodyBytes: 1 << 10)
        let http2 = HTTP2Limits(
            concurrentStreams: 8, streamWindow: 1 << 10, connectionWindow: 1 << 16,
            unansweredResets: 8, overheadFrames: 100)
        guard let session = try? HTTP2Session(limits: limits, http2: http2) else { return }
        let input = opening + bytes.dropFirst(2)
        let size = bytes[0] == 0 ? input.count : Int(bytes[0])
        var now = ContinuousClock.now
        var announced: Set<Int32> = []
        for start in stride(from: 0, to: input.count, by: size) {
            let piece = Array(input[start..<min(start + size, input.count)])
            try? session.receive(piece.span)
            answer(session, mode: bytes[1], &announced)
            drain(session)
            now += .milliseconds(Int(bytes[1]) * 100)
            if session.review(now: now, limits: TransferLimits()) {
                answer(session, mode: bytes[1], &announced)
            }
        }
        drain(session)
        precondition(session.openStreams >= 0 && session.incompleteRequests >= 0)
        precondition(session.openStreams <= 2 * http2.concurrentStreams)
        if session.hasFailed { precondition(session.isFinished, "failed and not finished") }
        session.terminate()
        drain(session)
        precondition(session.isFinished)
    }

    private static func answer(
        _ session: HTTP2Session, mode: UInt8, _ announced: inout Set<Int32>
    ) {
        for event in session.takeEvents() {
            switch event {
            case .head(let stream, _):
                precondition(announced.insert(stream).inserted, "a head came twice")
                if mode & 3 == 1 { respond(session, stream, 413, []) }
                if mode & 3 == 2 { try? session.sendContinue(to: stream) }
            case .request(let stream, let head, let body, let wasAnnounced):
                precondition(wasAnnounced || announced.insert(stream).inserted)
                precondition(body.count <= 1 << 10 && head.path != nil)
                if mode & 4 == 0 { respond(session, stream, 200, body + body) }
            case .refused(let stream, let error):
                respond(session, stream, error.status.code, [1])
            case .closed(let stream):
                precondition(announced.contains(stream), "an unknown stream has closed")
            }
        }
    }

    private static func respond(
        _ session: HTTP2Session, _ stream: Int32, _ status: Int, _ body: [UInt8]
    ) {
        try? session.respond(
            to: stream, with: HTTPResponse(status: .init(code: status)), body: body, stamp: stamp)
    }

    private static func drain(_ session: HTTP2Session) {
        var output = OutputBuffer()
        try? session.fill(&output, upTo: 1 << 20)
        precondition(output.count < 1 << 20, "more output than input is worth")
    }
}
