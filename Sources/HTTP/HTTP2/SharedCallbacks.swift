import CNGHTTP2

/// The callbacks and options that all sessions share.
///
/// `@unchecked Sendable`: both objects are written while this one is made and only read from then
/// on; the library copies from them into each session.
final class SharedCallbacks: @unchecked Sendable {
    /// The one object of this process.
    static let instance = SharedCallbacks()

    let pointer: OpaquePointer?
    let options: OpaquePointer?

    private init() {
        var callbacks: OpaquePointer?
        nghttp2_session_callbacks_new(&callbacks)
        if let callbacks { Self.register(in: callbacks) }
        pointer = callbacks
        var options: OpaquePointer?
        nghttp2_option_new(&options)
        if let options {
            nghttp2_option_set_no_closed_streams(options, 1)
            nghttp2_option_set_max_outbound_ack(options, 200)
            // The gate counts them; the library would count a frame's head that comes in pieces
            // once for each piece.
            nghttp2_option_set_max_continuations(options, .max)
        }
        self.options = options
    }

    private static func register(in callbacks: OpaquePointer) {
        nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, owner in
            if let frame { HTTP2Session.owner(owner)?.didBeginHead(frame.pointee) }
            return 0
        }
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameCount, value, valueCount, _, owner in
            guard let frame, let session = HTTP2Session.owner(owner) else { return 0 }
            let goesOn = session.didReceiveField(
                frame.pointee, UnsafeBufferPointer(start: name, count: nameCount),
                UnsafeBufferPointer(start: value, count: valueCount))
            return goesOn ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        }
        // Left to itself, the library drops fields with characters that no field has (RFC 9113
        // section 8.2.1 calls the request malformed).
        nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks) {
            _, _, _, _, _, _, _, _ in NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
            _, _, id, bytes, count, owner in
            HTTP2Session.owner(owner)?.didReceiveBody(
                id, UnsafeBufferPointer(start: bytes, count: count))
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, owner in
            if let frame { HTTP2Session.owner(owner)?.didReceive(frame.pointee) }
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, owner in
            if let frame { HTTP2Session.owner(owner)?.didSend(frame.pointee) }
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, id, code, owner in
            HTTP2Session.owner(owner)?.didClose(id, code)
            return 0
        }
    }
}

extension HTTP2Session {
    /// The session that the library hands back with every callback.
    static func owner(_ pointer: UnsafeMutableRawPointer?) -> HTTP2Session? {
        pointer.map { Unmanaged<HTTP2Session>.fromOpaque($0).takeUnretainedValue() }
    }
}
