import CNGHTTP2
import HTTPTypes

/// What the library reports while it reads.
extension HTTP2Session {
    /// Bytes of a request that are read over after its answer.
    ///
    /// Clients are known that lose the answer when they are told to stop at once (RFC 9113 section
    /// 8.1 allows that).
    private static let discardedBody = 1 << 20
    /// A head may be this many times the limit, and is then answered with 431; beyond it, it is no
    /// mistake but an attempt to make much of few bytes (an HPACK bomb).
    private static let headExcess = 4
    /// Frames without worth that an answered request makes up for, in tenths.
    private static let answerWorth = 4 * FrameGate.frameCost

    func didBeginHead(_ frame: nghttp2_frame) {
        guard frame.hd.type == NGHTTP2_HEADERS.rawValue,
            frame.headers.cat == NGHTTP2_HCAT_REQUEST
        else { return }
        _ = open(frame.hd.stream_id)
        incompleteRequests += 1
    }

    /// Takes in a field; false ends the session.
    func didReceiveField(
        _ frame: nghttp2_frame, _ name: UnsafeBufferPointer<UInt8>,
        _ value: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let stream = stream(frame.hd.stream_id) else { return true }
        let size = name.count + value.count + 32
        stream.headBytes += size
        headBytes += size
        if stream.headBytes > Self.headExcess * limits.headBytes {
            terminate(FrameGate.Code.calm)
            return false
        }
        // Fields after the head are trailers, which nothing here uses.
        guard stream.request == nil else { return true }
        stream.take(name: name.span, value: value.span, limits: limits)
        return true
    }

    func didReceiveBody(_ id: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard let stream = stream(id) else { return }
        guard !stream.isAnswered, stream.error == nil else {
            discard(bytes.count, of: stream)
            return
        }
        guard bytes.count <= limits.bodyBytes - stream.body.count else {
            stream.body = []
            refuse(stream, .bodyTooLarge(limit: limits.bodyBytes))
            return
        }
        guard grantRoom(for: stream.body.count + bytes.count, stream) else {
            stream.body = []
            refuse(stream, .outOfMemory)
            return
        }
        stream.body.append(contentsOf: bytes)
    }

    func didReceive(_ frame: nghttp2_frame) {
        let type = UInt32(frame.hd.type)
        let ends = frame.hd.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
        switch type {
        case NGHTTP2_HEADERS.rawValue:
            guard let stream = stream(frame.hd.stream_id) else { return }
            if stream.request == nil, stream.error == nil { finishHead(stream, bodyFollows: !ends) }
            if stream.isMalformed { return }
            if let error = stream.error, !stream.isAnnounced { refuse(stream, error) }
            if ends { finishRequest(stream) }
        case NGHTTP2_DATA.rawValue:
            if ends, let stream = stream(frame.hd.stream_id) { finishRequest(stream) }
        case NGHTTP2_PING.rawValue:
            if isShutdownAnswer(frame.ping) { finishShutdown() }
        default:
            break
        }
    }

    func didClose(_ id: Int32, _ code: UInt32) {
        guard let stream = stream(id) else { return }
        if !stream.isComplete { incompleteRequests -= 1 }
        if stream.isAnswered {
            if code == NGHTTP2_NO_ERROR.rawValue {
                gate.resets.earn()
                gate.overhead.earn(Self.answerWorth)
            }
        } else if stream.isAnnounced {
            events.append(.closed(stream: id))
        }
        forget(stream)
    }

    private func finishHead(_ stream: HTTP2Stream, bodyFollows: Bool) {
        guard stream.isWellFormed else {
            stream.isMalformed = true
            reset(stream.id, FrameGate.Code.protocolError)
            return
        }
        guard let request = stream.makeRequest() else {
            stream.error = .unknownMethod(stream.method?.rawValue ?? "CONNECT")
            return
        }
        stream.request = request
        guard bodyFollows else { return }
        let length = request.headerFields.text(of: .contentLength).flatMap { Int($0) } ?? 0
        guard grantRoom(for: length, stream) else {
            stream.error = .outOfMemory
            return
        }
        stream.isAnnounced = true
        events.append(.head(stream: stream.id, request))
    }

    /// Makes room for a body of so many bytes; false where there is none to be had.
    ///
    /// Without an announced length, room at least doubles, so that a body is seldom moved.
    private func grantRoom(for bytes: Int, _ stream: HTTP2Stream) -> Bool {
        if bytes == 0 { return grantsBody(stream.id, 0) }
        guard bytes > stream.grantedBytes else { return true }
        let room = max(bytes, min(2 * stream.grantedBytes, limits.bodyBytes))
        guard grantsBody(stream.id, room) else { return false }
        stream.grantedBytes = room
        stream.body.reserveCapacity(room)
        return true
    }

    private func finishRequest(_ stream: HTTP2Stream) {
        guard !stream.isComplete else { return }
        stream.isComplete = true
        incompleteRequests -= 1
        guard let request = stream.request, stream.error == nil, !stream.isAnswered else { return }
        let body = stream.body
        stream.body = []
        let wasAnnounced = stream.isAnnounced
        stream.isAnnounced = true
        events.append(
            .request(stream: stream.id, request, body: body, wasAnnounced: wasAnnounced))
    }

    func refuse(_ stream: HTTP2Stream, _ error: HTTPError) {
        stream.error = error
        stream.isAnnounced = true
        events.append(.refused(stream: stream.id, error))
    }

    private func discard(_ count: Int, of stream: HTTP2Stream) {
        let before = stream.discarded
        stream.discarded += count
        guard before <= Self.discardedBody, stream.discarded > Self.discardedBody else { return }
        reset(stream.id, NGHTTP2_NO_ERROR.rawValue)
    }

    private func isShutdownAnswer(_ ping: nghttp2_ping) -> Bool {
        guard ping.hd.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0 else { return false }
        return withUnsafeBytes(of: ping.opaque_data) { $0.elementsEqual(Self.shutdownPing) }
    }
}
