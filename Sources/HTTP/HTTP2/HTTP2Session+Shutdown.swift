import CNGHTTP2

extension HTTP2Session {
    /// Marks the PING whose answer shows that the client has seen the first GOAWAY.
    static let shutdownPing: [UInt8] = Array("shutdown".utf8)

    /// Begins a shutdown that loses no request (RFC 9113 section 6.8).
    ///
    /// A first GOAWAY asks the client to open no more streams. Once it has answered a PING sent
    /// after that, a second GOAWAY names the last stream that will be served; the session is
    /// finished when the open streams are.
    public func beginShutdown() {
        nghttp2_submit_shutdown_notice(session)
        nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), Self.shutdownPing)
    }

    /// Sends the second GOAWAY.
    func finishShutdown() {
        nghttp2_submit_goaway(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue),
            nghttp2_session_get_last_proc_stream_id(session), NGHTTP2_NO_ERROR.rawValue, nil, 0)
    }

    /// Ends the session at once: one GOAWAY, after which nothing is read or written.
    public func terminate() {
        terminate(NGHTTP2_NO_ERROR.rawValue)
    }
}
