import HTTPTypes
import Testing

@testable import HTTP

@Suite struct HTTP2ShutdownTests {
    @Test("a shutdown serves what the client sent before it knew, and ends after that")
    func graceful() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1))
        _ = try peer.frames()
        peer.session.beginShutdown()
        let first = try peer.frames()
        #expect(first.map(\.kind).contains(.goAway))
        let ping = try #require(first.first { $0.kind == .ping })

        #expect(try peer.send(.request(3)).count == 1)
        _ = try peer.send(
            Frame(kind: .ping, flags: Frame.acknowledgement, payload: ping.payload))
        let second = try peer.frames().first { $0.kind == .goAway }
        #expect(second?.payload.prefix(4) == [0, 0, 0, 3])
        #expect(try peer.send(.request(5)).isEmpty)
        #expect(!peer.session.isFinished)

        try peer.answer(1)
        try peer.answer(3)
        #expect(try peer.frames().filter { $0.kind == .headers }.map(\.stream) == [1, 3])
        #expect(peer.session.isFinished)
    }

    @Test("an idle session ends as soon as the client has answered")
    func idle() throws {
        let peer = try Peer()
        peer.session.beginShutdown()
        let ping = try #require(try peer.frames().first { $0.kind == .ping })
        #expect(!peer.session.isFinished)
        _ = try peer.send(
            Frame(kind: .ping, flags: Frame.acknowledgement, payload: ping.payload))
        _ = try peer.frames()
        #expect(peer.session.isFinished)
    }

    @Test("termination sends one GOAWAY and ends")
    func termination() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1))
        peer.session.terminate()
        #expect(try peer.frames().last?.kind == .goAway)
        #expect(peer.session.isFinished)
    }

    @Test("the preface tells HTTP/2 from HTTP/1 by as few bytes as it can")
    func preface() {
        #expect(match("") == .partial)
        #expect(match("P") == .partial)
        #expect(match("POST / HTTP/1.1") == .none)
        #expect(match("PRI * HTTP/2.0\r\n\r\nSM\r\n\r") == .partial)
        #expect(match("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nmore") == .whole)
        #expect(match("PRI * HTTP/1.1\r\n\r\n") == .none)
    }

    private func match(_ text: String) -> HTTP2Preface.Match {
        HTTP2Preface.match(Array(text.utf8).span)
    }
}
