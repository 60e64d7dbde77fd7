import Testing

@testable import HTTP

/// What RFC 9113 calls a connection error ends the connection with GOAWAY and its code.
@Suite struct ConnectionErrorTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let parts: [[UInt8]]
        let code: UInt32

        init(_ description: String, _ code: UInt32, _ parts: [UInt8]...) {
            testDescription = description
            self.parts = parts
            self.code = code
        }
    }

    private static let get = Frame.request(1).bytes
    private static let post = Frame.request(1, "POST", ends: false).bytes
    private static let block = Frame.request(1).payload
    private static let increment: [UInt8] = [0, 0, 0, 1]
    private static let largest: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF]

    private static let frames = [
        Case(
            "4.2: DATA over the largest frame size", Code.frameSize, post,
            raw(0, 0, 1, length: 16_385)),
        Case(
            "4.2: HEADERS over the largest frame size", Code.frameSize, raw(1, 5, 1, length: 16_385)
        ),
        Case(
            "4.2: CONTINUATION over the largest frame size", Code.frameSize, raw(1, 1, 1, block),
            raw(9, 4, 1, length: 16_385)),
        Case(
            "4.2: SETTINGS over the largest frame size", Code.frameSize,
            raw(4, 0, 0, length: 16_386)),
        Case("4.3: a header block that can't be decoded", Code.compression, raw(1, 5, 1, [0x80])),
        Case(
            "4.3: PRIORITY within a header block", Code.protocolError, raw(1, 1, 1, block),
            raw(2, 0, 1, [0, 0, 0, 0, 1])),
        Case(
            "4.3: HEADERS of another stream within a header block", Code.protocolError,
            raw(1, 1, 1, block), raw(1, 5, 3, block)),
        Case("6.1: DATA on stream 0", Code.protocolError, raw(0, 1, 0, [1])),
        Case(
            "6.1: DATA of padding alone that is too long", Code.protocolError, post,
            raw(0, 9, 1, [6, 1, 2, 3, 4])),
        Case("6.2: HEADERS on stream 0", Code.protocolError, raw(1, 5, 0, block)),
        Case(
            "6.2: HEADERS with too much padding", Code.protocolError, raw(1, 0xD, 1, [200] + block)),
        Case("6.2: HEADERS with padding and no payload", Code.protocolError, raw(1, 0xD, 1)),
        Case("6.3: PRIORITY on stream 0", Code.protocolError, raw(2, 0, 0, [0, 0, 0, 1, 1])),
        Case("6.3: PRIORITY of another length", Code.frameSize, raw(2, 0, 1, [0, 0, 0, 3])),
        Case(
            "5.3.1 of RFC 7540: PRIORITY on itself", Code.protocolError,
            raw(2, 0, 3, [0, 0, 0, 3, 1])),
        Case(
            "5.3.1 of RFC 7540: HEADERS that depend on themselves", Code.protocolError,
            raw(1, 0x25, 1, [0, 0, 0, 1, 1] + block)),
        Case("6.4: RST_STREAM on stream 0", Code.protocolError, raw(3, 0, 0, [0, 0, 0, 8])),
        Case("6.4: RST_STREAM on an idle stream", Code.protocolError, raw(3, 0, 1, [0, 0, 0, 8])),
        Case("6.4: RST_STREAM of another length", Code.frameSize, post, raw(3, 0, 1, [0, 0, 8])),
        Case("6.5: SETTINGS on a stream", Code.protocolError, raw(4, 0, 1)),
        Case("6.5: SETTINGS of another length", Code.frameSize, raw(4, 0, 0, [0, 3, 0, 0, 0])),
        Case("6.5: an acknowledgement with a payload", Code.frameSize, raw(4, 1, 0, setting(3, 1))),
        Case(
            "6.5.2: SETTINGS_ENABLE_PUSH other than 0 and 1", Code.protocolError,
            raw(4, 0, 0, setting(2, 2))),
        Case(
            "6.5.2: SETTINGS_INITIAL_WINDOW_SIZE beyond 2³¹ − 1", Code.flowControl,
            raw(4, 0, 0, setting(4, 1 << 31))),
        Case(
            "6.5.2: SETTINGS_MAX_FRAME_SIZE too small", Code.protocolError,
            raw(4, 0, 0, setting(5, 16_383))),
        Case(
            "6.5.2: SETTINGS_MAX_FRAME_SIZE too large", Code.protocolError,
            raw(4, 0, 0, setting(5, 1 << 24))),
        Case(
            "6.6: PUSH_PROMISE from a client", Code.protocolError, post,
            raw(5, 4, 1, [0, 0, 0, 2] + block)),
        Case(
            "6.7: PING on a stream", Code.protocolError,
            raw(6, 0, 1, [UInt8](repeating: 0, count: 8))),
        Case("6.7: PING of another length", Code.frameSize, raw(6, 0, 0, [0, 0, 0, 0, 0, 0])),
        Case(
            "6.8: GOAWAY on a stream", Code.protocolError,
            raw(7, 0, 1, [UInt8](repeating: 0, count: 8))),
        Case("6.8: GOAWAY that is too short", Code.frameSize, raw(7, 0, 0, [0, 0, 0, 0])),
        Case(
            "6.9: WINDOW_UPDATE of 0 on the connection", Code.protocolError,
            raw(8, 0, 0, [0, 0, 0, 0])),
        Case("6.9: WINDOW_UPDATE of another length", Code.frameSize, raw(8, 0, 0, [0, 0, 1])),
        Case(
            "6.9.1: a window of the connection beyond 2³¹ − 1", Code.flowControl,
            raw(8, 0, 0, largest), raw(8, 0, 0, largest)),
        Case("6.10: CONTINUATION behind nothing", Code.protocolError, raw(9, 4, 1, block)),
        Case(
            "6.10: CONTINUATION behind whole HEADERS", Code.protocolError, get, raw(9, 4, 1, block)),
        Case(
            "6.10: CONTINUATION behind DATA", Code.protocolError, post, raw(0, 0, 1, [1]),
            raw(9, 4, 1, block)),
        Case(
            "6.10: CONTINUATION on stream 0", Code.protocolError, raw(1, 1, 1, block),
            raw(9, 4, 0, block)),
        Case(
            "6.10: CONTINUATION of another stream", Code.protocolError, raw(1, 1, 1, block),
            raw(9, 4, 3, block)),
    ]

    private static let states = [
        Case("5.1: DATA on an idle stream", Code.protocolError, raw(0, 1, 1, [1])),
        Case("5.1: WINDOW_UPDATE on an idle stream", Code.protocolError, raw(8, 0, 1, increment)),
        Case(
            "5.1: WINDOW_UPDATE on a stream of the server's", Code.protocolError,
            raw(8, 0, 2, increment)),
        Case("5.1: DATA behind END_STREAM, together", Code.streamClosed, get + raw(0, 1, 1, [1])),
        Case("5.1: HEADERS behind END_STREAM, together", Code.streamClosed, get + get),
        Case("5.1: DATA on a stream that is closed", Code.streamClosed, get, raw(0, 1, 1, [1])),
        Case("5.1: HEADERS on a stream that is closed", Code.streamClosed, get, get),
        Case(
            "5.1: HEADERS on a stream that is closed, with padding and priority", Code.streamClosed,
            get, raw(1, 0x2D, 1, [0, 0, 0, 0, 0, 1] + block)),
        Case(
            "5.1: DATA behind the END_STREAM of trailers", Code.streamClosed, post,
            Frame.headers(1, [("a", "b")]).bytes, raw(0, 1, 1, [1])),
        Case(
            "5.1: DATA behind the END_STREAM of DATA", Code.streamClosed, post, raw(0, 1, 1, [1]),
            raw(0, 0, 1, [1])),
        Case("5.1.1: an even stream", Code.protocolError, Frame.request(2).bytes),
        Case(
            "5.1.1: a stream that was passed over", Code.protocolError, Frame.request(5).bytes,
            Frame.request(3).bytes),
        Case(
            "5.1.1: DATA on a stream that was passed over", Code.protocolError,
            Frame.request(5).bytes, raw(0, 1, 3, [1])),
        Case(
            "5.1.1: RST_STREAM on a stream that was passed over", Code.protocolError,
            Frame.request(5).bytes, Frame.reset(3).bytes),
        Case(
            "5.1.1: WINDOW_UPDATE on a stream that was passed over", Code.protocolError,
            Frame.request(5).bytes, raw(8, 0, 3, increment)),
    ]

    @Test("frames that break the rules of their type", arguments: frames)
    func frame(_ one: Case) throws { try check(one) }

    @Test("frames that don't fit the state of their stream", arguments: states)
    func state(_ one: Case) throws { try check(one) }

    private func check(_ one: Case) throws {
        let outcome = try Outcome(of: one.parts)
        #expect(outcome.goAway == one.code)
        #expect(outcome.isFinished)
        // However the bytes are cut, the same comes of them.
        #expect(try Outcome(of: one.parts.joined().map { [$0] }).goAway == one.code)
    }

    @Test(
        "a first frame other than SETTINGS",
        arguments: [raw(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]), raw(4, 1, 0)])
    func firstFrame(bytes: [UInt8]) throws {
        let session = try HTTP2Session(limits: MessageLimits(), http2: HTTP2Limits())
        try session.receive((Frame.preface + bytes).span)
        var output = OutputBuffer()
        try session.fill(&output, upTo: .max)
        let goAway = Frame.all(in: HTTPTests.bytes(of: output)).last
        #expect(goAway?.kind == .goAway)
        #expect(goAway?.errorCode == Code.protocolError)
        #expect(session.isFinished)
    }

    @Test("another preface ends in GOAWAY too")
    func preface() throws {
        let session = try HTTP2Session(limits: MessageLimits(), http2: HTTP2Limits())
        #expect(throws: HTTPError.self) {
            try session.receive(Array("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n".utf8).span)
        }
        var output = OutputBuffer()
        try session.fill(&output, upTo: .max)
        #expect(Frame.all(in: HTTPTests.bytes(of: output)).last?.errorCode == Code.protocolError)
        #expect(session.hasFailed)
    }

    @Test("what came before the error is read, and nothing after it")
    func order() throws {
        let peer = try Peer()
        let events = try peer.send(.request(1), .request(3), .reset(9), .request(5))
        #expect(events.count == 2)
        let goAway = try #require(try peer.frames().last { $0.kind == .goAway })
        #expect(goAway.payload.prefix(4) == [0, 0, 0, 3])
        #expect(try peer.send(.request(7)).isEmpty)
    }
}
