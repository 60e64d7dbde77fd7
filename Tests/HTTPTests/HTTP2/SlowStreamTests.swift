import HTTPTypes
import Testing

@testable import HTTP

/// Clients that are slow lose the stream they are slow on, by a clock that the tests move.
@Suite struct SlowStreamTests {
    private let start = ContinuousClock.now
    private let limits = TransferLimits(
        body: .seconds(30), write: .seconds(20), linger: .seconds(5), rate: 100)

    /// Looks the streams over once a second until something comes of it; the second in which it did.
    private func wait(
        _ peer: Peer, until last: Int = 100, _ each: (Int) throws -> Void = { _ in }
    ) throws -> Int? {
        for second in 0...last {
            try each(second)
            if peer.session.review(now: start + .seconds(second), limits: limits) { return second }
        }
        return nil
    }

    @Test("a body that stops is refused with 408, then its rest is not waited for")
    func body() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", ends: false), .data(1, [1], ends: false), .request(3))
        #expect(try wait(peer) == 31)
        guard case .refused(1, .tooSlow)? = peer.session.takeEvents().last else {
            Issue.record("not refused")
            return
        }
        try peer.answer(1, .requestTimeout)
        try peer.answer(3)
        _ = try peer.frames()
        #expect(try wait(peer) == 6)
        let reset = try #require(try peer.frames().first { $0.kind == .reset })
        #expect(reset.stream == 1)
        #expect(reset.errorCode == Code.noError)
        #expect(peer.session.openStreams == 0)
        #expect(!peer.session.hasFailed)
    }

    @Test("a body that trickles is refused once its time is over, one that keeps its rate is not")
    func trickle() throws {
        let slow = try Peer()
        _ = try slow.send(.request(1, "POST", ends: false))
        let cut = try wait(slow) { _ in _ = try slow.send(.data(1, [1], ends: false)) }
        #expect(cut == 31)
        let steady = try Peer()
        _ = try steady.send(.request(1, "POST", ends: false))
        let piece = [UInt8](repeating: 1, count: 120)
        #expect(try wait(steady) { _ in _ = try steady.send(.data(1, piece, ends: false)) } == nil)
    }

    @Test("a zero window: an answer that is not fetched is cut off, and the others go on")
    func zeroWindow() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1), .request(3))
        _ = try peer.send(Frame(kind: .settings, payload: setting(4, 0)))
        try peer.answer(1, .ok, [1, 2, 3])
        _ = try peer.frames()
        #expect(try wait(peer) == 21)
        let frames = try peer.frames()
        #expect(frames.map(\.kind) == [.reset])
        #expect(frames.first?.stream == 1)
        #expect(frames.first?.errorCode == Code.cancel)
        try peer.answer(3)
        #expect(try peer.frames().map(\.stream) == [3])
        #expect(!peer.session.hasFailed)
    }

    @Test("a window of a byte at a time is cut off as well")
    func crumbs() throws {
        let peer = try Peer()
        _ = try peer.send(Frame(kind: .settings, payload: setting(4, 0)), .request(1))
        try peer.answer(1, .ok, [UInt8](repeating: 7, count: 10_000))
        let cut = try wait(peer) { _ in
            _ = try peer.send(Frame(kind: .windowUpdate, stream: 1, payload: [0, 0, 0, 1]))
            _ = try peer.frames()
        }
        #expect(cut == 21)
    }

    @Test("a client that fetches no answer at all is told to calm down in the end")
    func allStalled() throws {
        let peer = try Peer(MessageLimits(), HTTP2Limits(unansweredResets: 3))
        _ = try peer.send(Frame(kind: .settings, payload: setting(4, 0)))
        for stream in stride(from: 1, through: 9, by: 2) {
            _ = try peer.send(.request(UInt32(stream)))
            try peer.answer(Int32(stream), .ok, [1])
        }
        _ = try peer.frames()
        #expect(try wait(peer) == 21)
        _ = try peer.frames()
        _ = try peer.send(.request(11))
        #expect(try peer.frames().last?.errorCode == Code.calm)
    }

    @Test("a request in work may take as long as it takes")
    func working() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1))
        #expect(try wait(peer, until: 1_000) == nil)
    }
}
