import CNGHTTP2

/// The callbacks that all client sessions share.
///
/// `@unchecked Sendable`: the object is written while this one is made and only read from then on;
/// the library copies from it into each session.
final class ClientCallbacks: @unchecked Sendable {
    /// The one object of this process.
    static let instance = ClientCallbacks()

    let pointer: OpaquePointer?

    private init() {
        var callbacks: OpaquePointer?
        nghttp2_session_callbacks_new(&callbacks)
        if let callbacks { Self.register(in: callbacks) }
        pointer = callbacks
    }

    private static func register(in callbacks: OpaquePointer) {
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            session, frame, name, nameCount, value, valueCount, _, _ in
            // Only ":status" begins so in an answer.
            if let frame, let name, let value, name[0] == UInt8(ascii: ":"), valueCount == 3,
                let stream = ClientCallbacks.stream(session, frame.pointee.hd.stream_id)
            {
                stream.status = (0..<3).reduce(0) { $0 * 10 + Int(value[$1] &- 0x30) }
            }
            return 0
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
            session, _, id, _, count, _ in
            ClientCallbacks.stream(session, id)?.bodyBytes += count
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, owner in
            if let frame, UInt32(frame.pointee.hd.type) == NGHTTP2_GOAWAY.rawValue {
                HTTP2ClientSession.owner(owner)?.hasGoneAway = true
            }
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) {
            session, id, code, owner in
            if let stream = ClientCallbacks.stream(session, id) {
                HTTP2ClientSession.owner(owner)?.didClose(stream, code)
            }
            return 0
        }
    }

    private static func stream(_ session: OpaquePointer?, _ id: Int32) -> HTTP2ClientStream? {
        nghttp2_session_get_stream_user_data(session, id).map {
            Unmanaged<HTTP2ClientStream>.fromOpaque($0).takeUnretainedValue()
        }
    }
}

extension HTTP2ClientSession {
    /// The session that the library hands back with every callback.
    static func owner(_ pointer: UnsafeMutableRawPointer?) -> HTTP2ClientSession? {
        pointer.map { Unmanaged<HTTP2ClientSession>.fromOpaque($0).takeUnretainedValue() }
    }
}
