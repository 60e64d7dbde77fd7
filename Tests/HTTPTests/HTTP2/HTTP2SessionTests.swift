import HTTPTypes
import Testing

@testable import HTTP

/// A session with what a test does to it.
struct Peer {
    let session: HTTP2Session

    init(_ limits: MessageLimits = MessageLimits(), _ http2: HTTP2Limits = HTTP2Limits()) throws {
        session = try HTTP2Session(limits: limits, http2: http2)
        try send(Frame.preface + Frame(kind: .settings).bytes)
    }

    func send(_ bytes: [UInt8]) throws { try session.receive(bytes.span) }

    /// Sends frames and returns the events they bring about.
    func send(_ frames: Frame...) throws -> [HTTP2Event] {
        try send(frames.flatMap(\.bytes))
        return session.takeEvents()
    }

    /// The frames the session sends.
    func frames() throws -> [Frame] {
        var output = OutputBuffer()
        try session.fill(&output, upTo: .max)
        return Frame.all(in: bytes(of: output))
    }

    func answer(_ stream: Int32, _ status: HTTPResponse.Status = .ok, _ body: [UInt8] = []) throws {
        try session.respond(
            to: stream, with: HTTPResponse(status: status), body: body,
            stamp: ResponseStamp(secondsSince1970: 0, server: ""))
    }
}

@Suite struct HTTP2SessionTests {
    @Test("a request without a body comes as one event and is answered")
    func plainRequest() throws {
        let peer = try Peer()
        let events = try peer.send(.request(1, "GET", "/health?a=b", [("accept", "c")]))
        guard case .request(let stream, let head, let body, let wasAnnounced) = events.first else {
            Issue.record("no request but \(events)")
            return
        }
        #expect(events.count == 1)
        #expect(stream == 1)
        #expect(head.method == .get)
        #expect(head.path == "/health?a=b")
        #expect(head.authority == "x")
        #expect(head.headerFields[.accept] == "c")
        #expect(body.isEmpty)
        #expect(!wasAnnounced)
        _ = try peer.frames()
        try peer.answer(1, .ok, Array("hello".utf8))
        let frames = try peer.frames()
        #expect(frames.map(\.kind) == [.headers, .data])
        #expect(frames.last?.payload == Array("hello".utf8))
        #expect(frames.last?.flags == Frame.endStream)
        #expect(peer.session.openStreams == 0)
    }

    @Test("a body is gathered from its frames after the head was announced")
    func body() throws {
        let peer = try Peer()
        guard case .head(1, let head) = try peer.send(.request(1, "POST", ends: false)).first else {
            Issue.record("the head is not announced")
            return
        }
        #expect(head.method == .post)
        #expect(peer.session.incompleteRequests == 1)
        #expect(try peer.send(.data(1, [1, 2], ends: false)).isEmpty)
        guard
            case .request(1, _, [1, 2, 3], wasAnnounced: true) = try peer.send(.data(1, [3])).first
        else {
            Issue.record("the body is not whole")
            return
        }
        #expect(peer.session.incompleteRequests == 0)
    }

    @Test("the answer to HEAD has no body")
    func head() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "HEAD"))
        _ = try peer.frames()
        try peer.answer(1, .ok, [1, 2, 3])
        let frames = try peer.frames()
        #expect(frames.map(\.kind) == [.headers])
        #expect(frames.first?.flags == Frame.endStream | Frame.endHeaders)
    }

    @Test("a long answer waits for the client's window")
    func flowControl() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1))
        _ = try peer.frames()
        try peer.answer(1, .ok, [UInt8](repeating: 1, count: 100_000))
        let sent = try peer.frames().filter { $0.kind == .data }
        #expect(sent.map(\.payload.count).reduce(0, +) == 65_535)
        let update: [UInt8] = [0, 1, 0, 0]
        _ = try peer.send(
            Frame(kind: .windowUpdate, stream: 0, payload: update),
            Frame(kind: .windowUpdate, stream: 1, payload: update))
        let rest = try peer.frames().filter { $0.kind == .data }
        #expect(rest.map(\.payload.count).reduce(0, +) == 100_000 - 65_535)
        #expect(rest.last?.flags == Frame.endStream)
    }

    @Test("a stream that the client resets is said to be closed, and its answer is dropped")
    func cancellation() throws {
        let peer = try Peer()
        let events = try peer.send(.request(1), .reset(1))
        guard case .closed(stream: 1) = events.last else {
            Issue.record("no closing but \(events)")
            return
        }
        #expect(!peer.session.awaitsAnswer(1))
        _ = try peer.frames()
        try peer.answer(1)
        #expect(try peer.frames().isEmpty)
    }

    @Test("what comes behind an answer is read over, and much more of it stopped without an error")
    func earlyAnswer() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", ends: false))
        _ = try peer.frames()
        try peer.answer(1, .notFound)
        #expect(try peer.frames().map(\.kind) == [.headers])
        var reset: Frame?
        for _ in 0..<70 where reset == nil {
            let piece = [UInt8](repeating: 0, count: 16_000)
            #expect(try peer.send(.data(1, piece, ends: false)).isEmpty)
            reset = try peer.frames().first { $0.kind == .reset }
        }
        #expect(reset?.stream == 1)
        #expect(reset?.errorCode == 0)
        #expect(!peer.session.isFinished)
    }

    @Test("a session may go away with streams open")
    func deletion() throws {
        weak var session: HTTP2Session?
        do {
            let peer = try Peer()
            _ = try peer.send(.request(1), .request(3, "POST", ends: false))
            #expect(peer.session.openStreams == 2)
            session = peer.session
        }
        #expect(session == nil)
    }

    @Test("an upgraded request is stream 1")
    func upgrade() throws {
        let session = try HTTP2Session(limits: MessageLimits(), http2: HTTP2Limits())
        let request = HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/up")
        try session.upgrade(settings: [0, 3, 0, 0, 0, 100], request: request)
        guard case .request(1, request, [], wasAnnounced: false) = session.takeEvents().first else {
            Issue.record("the request is not stream 1")
            return
        }
        let bytes = Frame.preface + Frame(kind: .settings).bytes + Frame.request(3).bytes
        try session.receive(bytes.span)
        #expect(session.takeEvents().count == 1)
        #expect(session.openStreams == 2)
        #expect(throws: HTTPError.self) {
            try HTTP2Session(limits: MessageLimits(), http2: HTTP2Limits())
                .upgrade(settings: [1, 2, 3], request: request)
        }
    }

    @Test("100 (Continue) goes before the answer")
    func interim() throws {
        let peer = try Peer()
        _ = try peer.send(.request(1, "POST", "/", [("expect", "100-continue")], ends: false))
        _ = try peer.frames()
        try peer.session.sendContinue(to: 1)
        #expect(try peer.frames().map(\.flags) == [Frame.endHeaders])
        _ = try peer.send(.data(1, [1]))
        try peer.answer(1)
        #expect(try peer.frames().filter { $0.kind == .headers }.count == 1)
    }
}
