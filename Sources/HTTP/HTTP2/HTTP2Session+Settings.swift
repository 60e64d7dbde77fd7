import CNGHTTP2

extension HTTP2Session {
    /// Announces the limits and the windows in the first frames.
    func submitSettings(_ http2: HTTP2Limits) throws(HTTPError) {
        let settings = [
            (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, http2.concurrentStreams),
            (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, http2.streamWindow),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, limits.headBytes),
            // The priorities of RFC 7540 are obsolete, and their tree costs memory.
            (NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
        ]
        try Self.submit(settings, connectionWindow: http2.connectionWindow, to: session)
    }

    /// Announces settings, and the window of the connection, in a session's first frames.
    static func submit(
        _ settings: [(nghttp2_settings_id, Int)], connectionWindow: Int, to session: OpaquePointer?
    ) throws(HTTPError) {
        let entries = settings.map { id, value in
            nghttp2_settings_entry(
                settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
        }
        try check(
            nghttp2_submit_settings(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), entries, entries.count))
        try check(
            nghttp2_session_set_local_window_size(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(clamping: connectionWindow)))
    }
}
