import CNGHTTP2

/// The client's side of one HTTP/2 connection with prior knowledge (RFC 9113): requests and bytes in,
/// answers and bytes out.
///
/// Made for measuring: of an answer only its status and the length of its body are kept. Framing,
/// header compression and flow control are libnghttp2's. Belongs to one thread at a time.
public final class HTTP2ClientSession {
    /// How a request ended.
    public struct Answer: Sendable, Hashable {
        /// What the request was submitted with.
        public let token: Int
        /// The final status; 0 when the stream closed without one.
        public let status: Int
        /// The bytes of the body.
        public let bodyBytes: Int
        /// The error code the stream was closed with (RFC 9113 section 7), 0 for none.
        public let errorCode: UInt32

        /// Whether the answer came whole.
        public var isWhole: Bool { status > 0 && errorCode == 0 }
    }

    private var session: OpaquePointer?
    /// All streams there ever were at once, by slot; they are the library's user data.
    private var streams: [HTTP2ClientStream] = []
    private var freeSlots: [Int] = []
    private var answers: [Answer] = []

    /// Whether the server takes no more requests.
    public internal(set) var hasGoneAway = false
    /// The number of requests that are not closed yet.
    public var openRequests: Int { streams.count - freeSlots.count }

    /// Makes a session that has the preface and the client's settings to send.
    ///
    /// - Parameter window: Bytes of answers that the server may send ahead, on each stream; a
    ///   connection gets sixteen times as many.
    /// - Throws: `HTTPError.connection` when the library has no memory for it.
    public init(window: Int = 1 << 20) throws(HTTPError) {
        var made: OpaquePointer?
        try HTTP2Session.check(
            nghttp2_session_client_new(
                &made, ClientCallbacks.instance.pointer,
                Unmanaged.passUnretained(self).toOpaque()))
        session = made
        let settings = [
            (NGHTTP2_SETTINGS_ENABLE_PUSH, 0), (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window),
        ]
        try HTTP2Session.submit(settings, connectionWindow: 16 * window, to: session)
    }

    deinit { nghttp2_session_del(session) }

    /// Opens a stream for a request; beyond what the server allows it waits for another to close.
    ///
    /// - Parameter token: Comes back with the answer.
    /// - Throws: `HTTPError.connection` when the session can open no more streams.
    public func submit(_ request: HTTP2Request, token: Int) throws(HTTPError) {
        let slot = freeSlots.popLast() ?? streams.count
        if slot == streams.count { streams.append(HTTP2ClientStream(slot: slot)) }
        let stream = streams[slot]
        stream.begin(request, token: token)
        let owner = Unmanaged.passUnretained(stream).toOpaque()
        var provider = nghttp2_data_provider()
        provider.source.ptr = owner
        provider.read_callback = { _, _, buffer, length, flags, source, _ in
            guard let buffer, let flags, let owner = source?.pointee.ptr else {
                return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
            }
            return Unmanaged<HTTP2ClientStream>.fromOpaque(owner).takeUnretainedValue()
                .copyBody(to: buffer, length, &flags.pointee)
        }
        let fields = request.fields
        let id = withUnsafePointer(to: provider) { provider in
            nghttp2_submit_request(
                session, nil, fields.baseAddress, fields.count,
                request.body.isEmpty ? nil : provider, owner)
        }
        guard id > 0 else {
            free(stream)
            try HTTP2Session.check(id)
            return
        }
        stream.id = id
    }

    /// Resets a request's stream; its answer never comes.
    public func cancel(token: Int) {
        guard
            let stream = streams.first(where: {
                $0.request != nil && $0.token == token && !$0.isAbandoned
            })
        else { return }
        stream.isAbandoned = true
        nghttp2_submit_rst_stream(
            session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, NGHTTP2_CANCEL.rawValue)
    }

    /// Learns that the server sends no more, so that it takes no more requests either.
    public func goAway() { hasGoneAway = true }

    /// Reads bytes from the server and appends the answers that are over.
    ///
    /// - Throws: `HTTPError.connection` when the server breaks the protocol.
    public func receive(_ bytes: Span<UInt8>, _ over: inout [Answer]) throws(HTTPError) {
        let taken = bytes.withUnsafeBufferPointer { buffer in
            nghttp2_session_mem_recv(session, buffer.baseAddress, buffer.count)
        }
        if !answers.isEmpty {
            over += answers
            answers.removeAll(keepingCapacity: true)
        }
        if taken < 0 { try HTTP2Session.check(Int32(taken)) }
    }

    /// Moves all that is to be sent into `output`, and appends the answers of requests that the
    /// server will not take.
    ///
    /// - Throws: `HTTPError.connection` when the library fails.
    public func fill(_ output: inout OutputBuffer, _ over: inout [Answer]) throws(HTTPError) {
        while true {
            var bytes: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &bytes)
            if count < 0 { try HTTP2Session.check(Int32(count)) }
            guard count > 0 else { break }
            output.append { $0.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count)) }
        }
        over += answers
        answers.removeAll(keepingCapacity: true)
    }

    /// Whether nothing more is to be read or written: the connection is to be closed.
    public var isFinished: Bool {
        nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    /// Learns that the library has closed a stream.
    func didClose(_ stream: HTTP2ClientStream, _ errorCode: UInt32) {
        if !stream.isAbandoned {
            answers.append(
                Answer(
                    token: stream.token, status: stream.status, bodyBytes: stream.bodyBytes,
                    errorCode: errorCode))
        }
        free(stream)
    }

    private func free(_ stream: HTTP2ClientStream) {
        stream.end()
        freeSlots.append(stream.slot)
    }
}
