import CNGHTTP2
import HTTPTypes

extension HTTP2Session {
    /// DATA of fewer bytes means that the client opens its window in crumbs.
    private static let worthyData = 1 << 10

    /// Answers a request; does nothing when its stream has closed or is answered already.
    ///
    /// `content-length` is computed, and the answer to HEAD goes without its body. What still comes
    /// of a request that is answered is read over; a client that sends much more is told to stop.
    public func respond(
        to id: Int32, with response: HTTPResponse, body: [UInt8], stamp: ResponseStamp
    ) throws(HTTPError) {
        guard let stream = stream(id), !stream.isAnswered else { return }
        stream.isAnswered = true
        stream.body = []
        block.removeAll()
        block.append(response, body: body, isHead: stream.isHead, stamp: stamp)
        if response.status.allowsBody, !stream.isHead, !body.isEmpty {
            stream.answer = body
            unsentBytes += body.count
        }
        var provider = nghttp2_data_provider()
        provider.source.ptr = Unmanaged.passUnretained(stream).toOpaque()
        provider.read_callback = { _, _, buffer, length, flags, source, session in
            HTTP2Session.copyAnswer(to: buffer, length, flags, source, session)
        }
        let hasBody = !stream.answer.isEmpty
        let code = withUnsafePointer(to: provider) { provider in
            block.withNameValues { fields in
                nghttp2_submit_response(
                    session, id, fields.baseAddress, fields.count, hasBody ? provider : nil)
            }
        }
        try Self.check(code)
    }

    /// Sends 100 (Continue), so that the client sends the body it holds back.
    public func sendContinue(to id: Int32) throws(HTTPError) {
        guard let stream = stream(id), !stream.isAnswered else { return }
        block.removeAll()
        block.appendStatus(100)
        let code = block.withNameValues { fields in
            nghttp2_submit_headers(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, nil, fields.baseAddress,
                fields.count, nil)
        }
        try Self.check(code)
    }

    /// Whether the stream is open and its answer not given yet.
    public func awaitsAnswer(_ id: Int32) -> Bool {
        stream(id).map { !$0.isAnswered } ?? false
    }

    func didSend(_ frame: nghttp2_frame) {
        switch UInt32(frame.hd.type) {
        case NGHTTP2_RST_STREAM.rawValue:
            if frame.rst_stream.error_code != NGHTTP2_NO_ERROR.rawValue { gate.resets.spend() }
        case NGHTTP2_DATA.rawValue:
            // A client answers what it has read with WINDOW_UPDATE, on the stream and in all.
            if frame.hd.length >= Self.worthyData { gate.overhead.earn(2 * FrameGate.frameCost) }
        default:
            break
        }
    }

    /// Copies the next bytes of an answer into a frame, and says when they are the last.
    private static func copyAnswer(
        to buffer: UnsafeMutablePointer<UInt8>?, _ length: Int,
        _ flags: UnsafeMutablePointer<UInt32>?,
        _ source: UnsafeMutablePointer<nghttp2_data_source>?,
        _ userData: UnsafeMutableRawPointer?
    ) -> Int {
        guard let buffer, let flags, let owner = source?.pointee.ptr, let userData else {
            return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
        }
        let stream = Unmanaged<HTTP2Stream>.fromOpaque(owner).takeUnretainedValue()
        let count = min(length, stream.answer.count - stream.sent)
        stream.answer.withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress {
                buffer.update(from: base + stream.sent, count: count)
            }
        }
        stream.sent += count
        Unmanaged<HTTP2Session>.fromOpaque(userData).takeUnretainedValue().unsentBytes -= count
        if stream.sent == stream.answer.count {
            flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
        }
        return count
    }
}
