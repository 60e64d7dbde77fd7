import CNGHTTP2
import HTTPTypes

/// The server's side of one HTTP/2 connection (RFC 9113): bytes in, events and bytes out.
///
/// Framing, header compression, flow control and the rules of messages are libnghttp2's. Request
/// bodies are gathered whole, up to a limit. Belongs to one thread at a time.
public final class HTTP2Session {
    let limits: MessageLimits
    /// The library's session; nil only while this object is being made.
    private(set) var session: OpaquePointer?
    /// All streams that the library has open, by slot.
    ///
    /// They are the library's user data too, so each stays here until the library has closed it.
    private(set) var streams: [HTTP2Stream?] = []
    private var freeSlots: [Int] = []
    var events: [HTTP2Event] = []
    private(set) var scanner = FrameScanner()
    /// The code with which the session ended the connection.
    private var fault: UInt32?
    var gate: FrameGate
    /// When the streams were last looked over.
    var lastReview: ContinuousClock.Instant?
    var block = HeaderBlock()

    /// Asked before the body of a stream takes memory for so many bytes in all; false refuses the
    /// request with `HTTPError.outOfMemory`.
    ///
    /// Called while bytes are received, with the announced length first, or with 0 where there is none.
    public var grantsBody: (_ stream: Int32, _ bytes: Int) -> Bool = { _, _ in true }
    /// The size of the heads of all open streams, as HPACK counts it.
    var headBytes = 0
    /// The bytes of answers that are not sent yet.
    public internal(set) var unsentBytes = 0
    /// The number of streams that are open.
    public private(set) var openStreams = 0
    /// The number of streams whose request is not whole yet.
    public internal(set) var incompleteRequests = 0

    /// Makes a session that awaits the client's preface and has the server's settings to send.
    ///
    /// - Throws: `HTTPError.connection` when the library has no memory for it.
    public init(limits: MessageLimits, http2: HTTP2Limits) throws(HTTPError) {
        self.limits = limits
        gate = FrameGate(limits: http2)
        var made: OpaquePointer?
        try Self.check(
            nghttp2_session_server_new2(
                &made, SharedCallbacks.instance.pointer,
                Unmanaged.passUnretained(self).toOpaque(), SharedCallbacks.instance.options))
        session = made
        try submitSettings(http2)
    }

    deinit { nghttp2_session_del(session) }

    /// Reads bytes from the client; what they say is in the events after that.
    ///
    /// - Throws: `HTTPError.connection` when the client is no HTTP/2 client or floods the server;
    ///   the connection is then to be closed once the output is written.
    public func receive(_ bytes: Span<UInt8>) throws(HTTPError) {
        guard fault == nil else { return }
        var offset = 0
        var taken = 0
        while let (head, start) = scanner.next(in: bytes, at: &offset) {
            guard let found = gate.judge(head) else { continue }
            // What came before is read first: the library resets only streams it knows, and GOAWAY
            // names the last stream there was.
            try read(bytes.extracting(taken..<start))
            taken = start
            switch found {
            case .stream(let id, let code): reset(Int32(id), code)
            case .connection(let code):
                terminate(code)
                return
            }
        }
        try read(bytes.extracting(taken..<bytes.count))
        if gate.resets.isSpent { terminate(FrameGate.Code.calm) }
    }

    private func read(_ bytes: Span<UInt8>) throws(HTTPError) {
        let taken = bytes.withUnsafeBufferPointer { buffer in
            nghttp2_session_mem_recv(session, buffer.baseAddress, buffer.count)
        }
        guard taken < 0, fault == nil else { return }
        switch nghttp2_error(Int32(taken)) {
        case NGHTTP2_ERR_BAD_CLIENT_MAGIC: terminate(FrameGate.Code.protocolError)
        case NGHTTP2_ERR_FLOODED: terminate(FrameGate.Code.calm)
        default: terminate(NGHTTP2_INTERNAL_ERROR.rawValue)
        }
        try Self.check(Int32(taken))
    }

    /// Ends the session with this code; the first one counts.
    func terminate(_ code: UInt32) {
        guard fault == nil else { return }
        fault = code
        nghttp2_session_terminate_session(session, code)
    }

    /// Resets a stream, which the client may have closed already.
    func reset(_ id: Int32, _ code: UInt32) {
        nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code)
    }

    /// Takes the events that have come up, in their order.
    public func takeEvents() -> [HTTP2Event] {
        guard !events.isEmpty else { return [] }
        defer { events = [] }
        return events
    }

    /// Moves what is to be sent into `output` until that holds `bound` bytes or more.
    ///
    /// - Throws: `HTTPError.connection` when the library fails.
    public func fill(_ output: inout OutputBuffer, upTo bound: Int) throws(HTTPError) {
        while output.count < bound {
            var bytes: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &bytes)
            if count < 0 { try Self.check(Int32(count)) }
            guard count > 0 else { return }
            output.append { $0.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count)) }
        }
    }

    /// Whether the client broke the rules or went over a limit, so that the connection ends.
    public var hasFailed: Bool { fault != nil }

    /// Whether a request's head has begun and is not whole.
    public var isInsideHead: Bool { gate.isInsideBlock }

    /// Whether nothing more is to be read or written: the connection is to be closed.
    public var isFinished: Bool {
        nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    /// Whether there is something to send that flow control allows.
    public var wantsToSend: Bool { nghttp2_session_want_write(session) != 0 }

    /// Goes on after an upgrade from HTTP/1.1, whose request becomes stream 1 and an event.
    ///
    /// - Parameter settings: the payload of the client's SETTINGS frame, decoded.
    /// - Throws: `HTTPError.connection` when the settings are not valid.
    public func upgrade(settings: [UInt8], request: HTTPRequest) throws(HTTPError) {
        try Self.check(
            nghttp2_session_upgrade2(
                session, settings, settings.count, request.method == .head ? 1 : 0, nil))
        gate.upgrade()
        let stream = open(1)
        stream.request = request
        stream.isHead = request.method == .head
        stream.isComplete = true
        stream.isAnnounced = true
        events.append(.request(stream: 1, request, body: [], wasAnnounced: false))
    }

    /// Makes the stream object for a stream that the library has just opened.
    func open(_ id: Int32) -> HTTP2Stream {
        let slot = freeSlots.popLast() ?? streams.count
        let stream = HTTP2Stream(id: id, slot: slot)
        if slot == streams.count { streams.append(stream) } else { streams[slot] = stream }
        openStreams += 1
        nghttp2_session_set_stream_user_data(
            session, id, Unmanaged.passUnretained(stream).toOpaque())
        return stream
    }

    /// Lets go of a stream that the library has closed.
    func forget(_ stream: HTTP2Stream) {
        unsentBytes -= stream.answer.count - stream.sent
        headBytes -= stream.headBytes
        nghttp2_session_set_stream_user_data(session, stream.id, nil)
        streams[stream.slot] = nil
        freeSlots.append(stream.slot)
        openStreams -= 1
    }

    /// The stream with this number, if it is open.
    func stream(_ id: Int32) -> HTTP2Stream? {
        nghttp2_session_get_stream_user_data(session, id).map {
            Unmanaged<HTTP2Stream>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// Throws what a library call reported.
    static func check(_ code: Int32) throws(HTTPError) {
        guard code != 0 else { return }
        throw .connection(code: Int(code), text: String(cString: nghttp2_strerror(code)))
    }
}
