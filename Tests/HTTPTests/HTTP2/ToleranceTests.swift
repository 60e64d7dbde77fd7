import Testing

@testable import HTTP

/// What RFC 9113 allows, however odd, is served.
@Suite struct ToleranceTests {
    private static let ok = Frame.request(1).bytes
    private static let post = Frame.request(1, "POST", ends: false).bytes
    private static let block = Frame.request(1).payload

    @Test(
        "odd frames that do no harm",
        arguments: [
            // 4.1: unknown types, undefined flags, reserved bits.
            [raw(0x16, 0xFF, 0, [1, 2, 3]), ok], [raw(0x16, 0, 7, []), ok],
            [raw(6, 0x16, 0, [UInt8](repeating: 0, count: 8)), ok],
            [raw(1, 0x95, 0x8000_0001, block)],
            // 5.1: WINDOW_UPDATE and RST_STREAM may be late, PRIORITY may come at any time.
            [ok, raw(8, 0, 1, [0, 0, 0, 1])], [ok, Frame.reset(1).bytes],
            [raw(2, 0, 5, [0, 0, 0, 1, 1]), ok], [ok, raw(2, 0, 1, [0, 0, 0, 3, 1])],
            // 5.5: an extension between a request's frames.
            [post, raw(0x42, 0, 1, [1]), raw(0, 1, 1, [1])],
            // 6.1 and 6.2: padding, priority, empty DATA.
            [post, raw(0, 9, 1, [3, 7, 0, 0, 0])], [post, raw(0, 1, 1)], [post, raw(0, 9, 1, [0])],
            [raw(1, 0x2D, 1, [2, 0, 0, 0, 3, 9] + block + [0, 0])],
            // 6.5: unknown settings, no settings, the same one twice.
            [raw(4, 0, 0, setting(0xFF, 7)), ok], [raw(4, 0, 0), ok],
            [raw(4, 0, 0, setting(4, 1) + setting(4, 65_535)), ok],
            // 6.8: a client that goes may finish what it has begun.
            [post, raw(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), raw(0, 1, 1, [1])],
            // 6.10: a header block in many frames, empty ones among them.
            [
                raw(1, 1, 1, Array(block.prefix(3))), raw(9, 0, 1),
                raw(9, 4, 1, Array(block.dropFirst(3))),
            ],
            [raw(1, 1, 1), raw(9, 0, 1, block), raw(9, 4, 1)],
        ])
    func odd(parts: [[UInt8]]) throws {
        for parts in [parts, [Array(parts.joined())], parts.joined().map { [$0] }] {
            let outcome = try Outcome(of: parts)
            #expect(outcome.requests == ["/"])
            #expect(outcome.goAway == nil)
            #expect(outcome.resets.isEmpty)
        }
    }

    @Test("a stream that the server has reset may be sent to for a while")
    func lateFrames() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", "/", [("content-length", "1")], ends: false))
        _ = try peer.send(.data(1, [1, 2], ends: false))
        #expect(try peer.frames().contains { $0.kind == .reset && $0.stream == 1 })
        _ = peer.session.takeEvents()
        let events = try peer.send(
            .data(1, [3], ends: false), .headers(1, [("late", "trailer")]), .request(3))
        #expect(events.count == 1)
        #expect(try !peer.frames().contains { $0.kind == .goAway || $0.kind == .reset })
    }

    @Test("PING and SETTINGS are acknowledged, PING with its own bytes")
    func acknowledgements() throws {
        let peer = try Peer()
        _ = try peer.frames()
        _ = try peer.send(Frame(kind: .ping, payload: Array(1...8)), Frame(kind: .settings))
        let frames = try peer.frames()
        #expect(frames.contains(Frame(kind: .ping, flags: 1, payload: Array(1...8))))
        #expect(frames.contains(Frame(kind: .settings, flags: 1)))
        // An acknowledgement is answered with nothing.
        _ = try peer.send(Frame(kind: .ping, flags: 1, payload: Array(1...8)))
        #expect(try peer.frames().isEmpty)
    }

    @Test("a window that SETTINGS make smaller, even below nothing, is kept to")
    func negativeWindow() throws {
        let peer = try Peer()
        _ = try peer.send(Frame(kind: .settings, payload: setting(4, 5)), .request(1))
        try peer.answer(1, .ok, Array(1...10))
        #expect(try peer.frames().filter { $0.kind == .data }.map(\.payload.count) == [5])
        _ = try peer.send(Frame(kind: .settings, payload: setting(4, 2)))
        #expect(try peer.frames().allSatisfy { $0.kind != .data })
        _ = try peer.send(Frame(kind: .windowUpdate, stream: 1, payload: [0, 0, 0, 3]))
        #expect(try peer.frames().allSatisfy { $0.kind != .data })
        _ = try peer.send(Frame(kind: .windowUpdate, stream: 1, payload: [0, 0, 0, 4]))
        #expect(try peer.frames().filter { $0.kind == .data }.map(\.payload.count) == [4])
    }

    @Test("a request may have trailers, OPTIONS may ask about the server, and HOST may name it")
    func messages() throws {
        let trailers = [Self.post, Frame.headers(1, [("a", "b")]).bytes]
        #expect(try Outcome(of: trailers).requests == ["/"])
        #expect(try Outcome(of: [Frame.request(1, "OPTIONS", "*").bytes]).requests == ["*"])
        let fields = [(":method", "GET"), (":scheme", "HTTPS"), (":path", "/")]
        #expect(
            try Outcome(of: [Frame.headers(1, fields + [("host", "y")]).bytes]).requests == ["/"])
        let same = fields + [(":authority", "X:1"), ("host", "x:1"), ("te", "trailers")]
        #expect(try Outcome(of: [Frame.headers(1, same).bytes]).requests == ["/"])
    }
}
