import HTTPTypes
import Testing

@testable import HTTP

/// Attacks that cost the client little: each ends in GOAWAY with ENHANCE_YOUR_CALM, and soon.
@Suite struct FloodTests {
    /// Sends what `attack` makes, up to `rounds` times, and returns after how many GOAWAY came.
    private func rounds(
        _ rounds: Int, _ peer: Peer, reads: Bool = true, _ attack: (Int) throws -> [UInt8]
    ) throws -> Int? {
        for round in 0..<rounds {
            try? peer.send(try attack(round))
            _ = peer.session.takeEvents()
            let frames = reads || peer.session.hasFailed ? try peer.frames() : []
            if let goAway = frames.last(where: { $0.kind == .goAway }) {
                #expect(goAway.errorCode == Code.calm)
                #expect(peer.session.isFinished)
                return round
            }
        }
        return nil
    }

    private static func stream(_ round: Int) -> UInt32 { UInt32(2 * round + 1) }

    private static let floods: [(String, [UInt8])] = [
        ("PING", raw(6, 0, 0, [UInt8](repeating: 0, count: 8))),
        ("PING acknowledgements", raw(6, 1, 0, [UInt8](repeating: 0, count: 8))),
        ("SETTINGS", raw(4, 0, 0, setting(4, 65_535))), ("empty SETTINGS", raw(4, 0, 0)),
        ("PRIORITY", raw(2, 0, 5, [0, 0, 0, 3, 9])), ("unknown frames", raw(0x77, 0, 0, [1])),
        ("WINDOW_UPDATE of the connection", raw(8, 0, 0, [0, 0, 0, 1])),
        ("WINDOW_UPDATE of a stream", raw(8, 0, 1, [0, 0, 0, 1])),
        ("empty DATA", raw(0, 0, 1)), ("DATA of padding alone", raw(0, 8, 1, [3, 0, 0, 0])),
        ("GOAWAY", raw(7, 0, 0, [UInt8](repeating: 0, count: 8))),
    ]

    @Test("frames without worth", arguments: floods.indices, [true, false])
    func worthless(index: Int, reads: Bool) throws {
        let (name, frame) = Self.floods[index]
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", ends: false))
        let needed = try rounds(20_000, peer, reads: reads) { _ in frame }
        let limit = frame[3] == 0 && frame[4] == 8 ? 10_000 : 1_000
        #expect(try #require(needed) <= limit, "\(name)")
    }

    @Test("tiny DATA is allowed ten times as often")
    func tinyData() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", ends: false))
        let needed = try rounds(20_000, peer) { _ in Frame.data(1, [1], ends: false).bytes }
        #expect((9_000...10_000).contains(try #require(needed)))
    }

    @Test("rapid reset: streams that the client opens and resets")
    func rapidReset() throws {
        let peer = try Peer(MessageLimits(), HTTP2Limits(unansweredResets: 20))
        let needed = try rounds(100, peer) {
            Frame.request(Self.stream($0)).bytes + Frame.reset(Self.stream($0)).bytes
        }
        #expect(needed == 20)
        // In one write as well, and then most of it is not even read.
        let other = try Peer(MessageLimits(), HTTP2Limits(unansweredResets: 20))
        let burst = (0..<1_000).flatMap {
            Frame.request(Self.stream($0)).bytes + Frame.reset(Self.stream($0)).bytes
        }
        #expect(try rounds(1, other) { _ in burst } == 0)
        #expect(other.session.openStreams == 1)
    }

    @Test("MadeYouReset: streams that the client makes the server reset")
    func madeYouReset() throws {
        for trigger: (UInt32) -> [UInt8] in [
            { raw(8, 0, $0, [0x7F, 0xFF, 0xFF, 0xFF]) },
            { raw(0, 1, $0, [1, 2]) },
            { Frame.headers($0, [("a", "b")], ends: false).bytes },
        ] {
            let peer = try Peer(MessageLimits(), HTTP2Limits(unansweredResets: 20))
            let needed = try rounds(100, peer) {
                Frame.request(Self.stream($0), "POST", "/", [("content-length", "1")], ends: false)
                    .bytes + trigger(Self.stream($0))
            }
            #expect((20...22).contains(try #require(needed)))
        }
    }

    @Test("frames on streams that the client has reset")
    func closedStreams() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", ends: false), .reset(1))
        let needed = try rounds(2_000, peer) { _ in Frame.data(1, [1], ends: false).bytes }
        #expect(try #require(needed) <= 256)
    }

    @Test("CONTINUATION without end, empty and full")
    func continuations() throws {
        for payload in [[], [UInt8](repeating: 0, count: 16_384)] {
            let peer = try Peer()
            try peer.send(raw(1, 1, 1, Frame.request(1).payload))
            #expect(peer.session.isInsideHead)
            let needed = try rounds(100, peer) { _ in raw(9, 0, 1, payload) }
            #expect(try #require(needed) <= 8)
        }
    }

    @Test("HPACK bomb: a table entry named over and over")
    func bomb() throws {
        let peer = try Peer()
        let value = [UInt8](repeating: 0x61, count: 3_900)
        // A literal of 3900 bytes that goes into the table, and then a byte for each time again.
        let entry: [UInt8] = [0x40, 1, 0x62, 0x7F, 0xBD, 0x1D] + value
        let block = Frame.request(1).payload + entry + [UInt8](repeating: 0xBE, count: 12_000)
        #expect(try rounds(1, peer) { _ in raw(1, 5, 1, block) } == 0)
    }

    @Test("a head that is somewhat too long is refused and not a flood")
    func longHead() throws {
        let peer = try Peer()
        let events = try peer.send(
            .request(
                1, "GET", "/",
                (0..<3).map { ("a\($0)", String(repeating: "b", count: 12_000)) }.prefix(1) + []),
            .request(3))
        #expect(events.count == 2)
        let limits = MessageLimits(headBytes: 1_000)
        let small = try Peer(limits)
        guard
            case .refused(1, .headTooLarge)? = try small.send(
                .request(1, "GET", "/", [("a", String(repeating: "b", count: 2_000))])
            ).first
        else {
            Issue.record("not refused")
            return
        }
        #expect(!small.session.hasFailed)
    }

    @Test("answers and DATA that is sent make up for WINDOW_UPDATE")
    func honestClient() throws {
        let peer = try Peer(MessageLimits(), HTTP2Limits(overheadFrames: 100))
        for round in 0..<400 {
            _ = try peer.send(.request(Self.stream(round)))
            try peer.answer(Int32(Self.stream(round)), .ok, [UInt8](repeating: 1, count: 20_000))
            for frame in try peer.frames() where frame.kind == .data {
                let size = Frame.reset(0, code: UInt32(frame.payload.count)).payload
                _ = try peer.send(
                    Frame(kind: .windowUpdate, stream: 0, payload: size),
                    Frame(kind: .windowUpdate, stream: frame.stream, payload: size))
            }
        }
        #expect(!peer.session.hasFailed)
    }

    @Test("time makes up for PING")
    func time() throws {
        let peer = try Peer()
        var now = ContinuousClock.now
        for _ in 0..<1_000 {
            for _ in 0..<90 { _ = try peer.send(Frame(kind: .ping, payload: Array(1...8))) }
            now += .seconds(1)
            _ = peer.session.review(now: now, limits: TransferLimits())
            _ = try peer.frames()
        }
        #expect(!peer.session.hasFailed)
    }

    @Test("a spent budget stays spent, and answers give back what resets took")
    func budget() {
        var budget = FloodBudget(limit: 2)
        for _ in 0..<100 {
            budget.spend(2)
            budget.earn(3)
        }
        #expect(!budget.isSpent)
        budget.spend(3)
        budget.earn(3)
        #expect(budget.isSpent)
    }
}
