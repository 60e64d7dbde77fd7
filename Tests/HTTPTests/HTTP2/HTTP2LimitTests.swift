import Fixtures
import HTTPTypes
import Testing

@testable import HTTP

@Suite struct HTTP2LimitTests {
    private func refusal(_ events: [HTTP2Event]) -> HTTPError? {
        for case .refused(_, let error) in events { return error }
        return nil
    }

    @Test("a body over the limit is refused while it arrives, and its request never comes")
    func bodyWhileArriving() throws {
        let peer = try Peer(MessageLimits(bodyBytes: 10))
        _ = try peer.send(.request(1, "POST", ends: false))
        #expect(refusal(try peer.send(.data(1, [1, 2, 3, 4, 5, 6], ends: false))) == nil)
        let events = try peer.send(.data(1, [1, 2, 3, 4, 5], ends: false), .data(1, [1]))
        #expect(refusal(events) == .bodyTooLarge(limit: 10))
        #expect(events.count == 1)
    }

    @Test(
        "a head over a limit is refused with its reason",
        arguments: [
            ([("content-length", "11")], "/", HTTPError.bodyTooLarge(limit: 10)),
            ([], "/\(String(repeating: "a", count: 100))", .targetTooLong(limit: 100)),
            ([("a", String(repeating: "b", count: 900))], "/", .headTooLarge(limit: 1_000)),
            ([("a", "1"), ("b", "2"), ("c", "3")], "/", .tooManyFields(limit: 2)),
        ])
    func heads(fields: [(String, String)], path: String, error: HTTPError) throws {
        let peer = try Peer(
            MessageLimits(targetBytes: 100, headBytes: 1_000, fieldCount: 2, bodyBytes: 10))
        let events = try peer.send(.request(1, "POST", path, fields, ends: false))
        #expect(events.count == 1)
        #expect(refusal(events) == error)
    }

    @Test("a body that is granted no memory is refused, announced or not")
    func ungranted() throws {
        let peer = try Peer()
        var asked: [[Int]] = []
        peer.session.grantsBody = { stream, bytes in
            asked.append([Int(stream), bytes])
            return bytes <= 10
        }
        let announced = try peer.send(
            .request(1, "POST", "/", [("content-length", "11")], ends: false))
        #expect(refusal(announced) == .outOfMemory)
        #expect(announced.count == 1)
        _ = try peer.send(.request(3, "POST", ends: false), .data(3, [1, 2, 3], ends: false))
        _ = try peer.send(.data(3, [4, 5, 6], ends: false))
        let grown = try peer.send(.data(3, [7], ends: false), .data(3, [8]))
        #expect(refusal(grown) == .outOfMemory)
        #expect(grown.count == 1)
        #expect(asked == [[1, 11], [3, 0], [3, 3], [3, 6], [3, 12]])
    }

    @Test("answers count as unsent until they are sent or their stream is gone")
    func unsent() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1), .request(3))
        try peer.answer(1, .ok, [UInt8](repeating: 1, count: 1000))
        try peer.answer(3, .ok, [UInt8](repeating: 1, count: 100_000))
        #expect(peer.session.unsentBytes == 101_000)
        _ = try peer.frames()
        // The client's window.
        #expect(peer.session.unsentBytes == 101_000 - 65_535)
        _ = try peer.send(.reset(3))
        #expect(peer.session.unsentBytes == 0)
    }

    @Test("CONNECT is refused")
    func connect() throws {
        let peer = try Peer()
        let events = try peer.send(.headers(1, [(":method", "CONNECT"), (":authority", "x:1")]))
        #expect(refusal(events) == .unknownMethod("CONNECT"))
    }

    @Test(
        "a message that breaks the rules of HTTP/2 is reset and never comes",
        arguments: [
            [(":method", "GET"), (":path", "/")],
            [(":method", "GET"), (":scheme", "http"), (":path", "")],
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("Upper", "a")],
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("connection", "a")],
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("a", "b\r\nc: d")],
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), ("content-length", "5")],
        ])
    func malformed(fields: [(String, String)]) throws {
        let peer = try Peer()
        for case .request in try peer.send(.headers(1, fields)) {
            Issue.record("the request came")
        }
        #expect(try peer.frames().contains { $0.kind == .reset && $0.stream == 1 })
    }

    @Test("streams beyond those that may be open are refused")
    func concurrentStreams() throws {
        let peer = try Peer(MessageLimits(), HTTP2Limits(concurrentStreams: 2))
        _ = try peer.frames()
        let events = try peer.send(.request(1), .request(3), .request(5))
        #expect(events.count == 2)
        let reset = try peer.frames().first { $0.kind == .reset }
        #expect(reset?.stream == 5)
        #expect(reset?.errorCode == 7)
    }

    @Test("a client that opens them although it knows better loses its connection")
    func knownLimit() throws {
        let peer = try Peer(MessageLimits(), HTTP2Limits(concurrentStreams: 2))
        _ = try peer.frames()
        _ = try peer.send(Frame(kind: .settings, flags: Frame.acknowledgement))
        _ = try peer.send(.request(1), .request(3), .request(5))
        #expect(try peer.frames().contains { $0.kind == .goAway && $0.errorCode == 1 })
    }

    @Test("what is no HTTP/2 is an error, not a crash")
    func noise() throws {
        let session = try HTTP2Session(limits: MessageLimits(), http2: HTTP2Limits())
        #expect(throws: HTTPError.self) {
            try session.receive(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8).span)
        }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let peer = try Peer()
            var bytes =
                Frame.request(1, "POST", ends: false).bytes + Frame.data(1, [1, 2, 3]).bytes
                + Frame.request(3).bytes + Frame.reset(3).bytes
            for _ in 0..<3 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(
                    truncatingIfNeeded: random.next())
            }
            try? peer.send(bytes)
            _ = peer.session.takeEvents()
            _ = try? peer.frames()
        }
    }
}
