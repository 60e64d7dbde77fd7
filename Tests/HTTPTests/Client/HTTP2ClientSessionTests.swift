import HTTPTypes
import Testing

@testable import HTTP

/// A client's session and a server's, joined without a network.
@Suite struct HTTP2ClientSessionTests {
    private final class Pair {
        let client: HTTP2ClientSession
        let server: HTTP2Session
        var answers: [HTTP2ClientSession.Answer] = []

        init(_ http2: HTTP2Limits = HTTP2Limits()) throws {
            client = try HTTP2ClientSession(window: 1 << 16)
            server = try HTTP2Session(limits: MessageLimits(), http2: http2)
        }

        /// Carries bytes both ways until neither has any, and returns the server's events.
        func exchange() throws -> [HTTP2Event] {
            var events: [HTTP2Event] = []
            while true {
                var out = OutputBuffer()
                try client.fill(&out, &answers)
                try server.receive(bytes(of: out).span)
                events += server.takeEvents()
                var back = OutputBuffer()
                try server.fill(&back, upTo: .max)
                try client.receive(bytes(of: back).span, &answers)
                if out.isEmpty, back.isEmpty { return events }
            }
        }

        func answer(_ stream: Int32, _ status: HTTPResponse.Status, _ count: Int) throws {
            try server.respond(
                to: stream, with: HTTPResponse(status: status),
                body: [UInt8](repeating: 7, count: count),
                stamp: ResponseStamp(secondsSince1970: 0, server: ""))
        }
    }

    @Test("requests arrive as they were made, and answers come back by token")
    func answers() throws {
        let pair = try Pair()
        let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let post = HTTP2Request(
            method: "POST", authority: "a:1", path: "/p?q", fields: [("Content-Type", "x/y")],
            body: body)
        try pair.client.submit(post, token: 3)
        try pair.client.submit(
            HTTP2Request(method: "GET", authority: "a:1", path: "/"), token: 9)
        let requests = try pair.exchange().compactMap { event -> (HTTPRequest, [UInt8])? in
            if case .request(_, let head, let body, _) = event { (head, body) } else { nil }
        }
        let sent = try #require(requests.first { $0.0.method == .post })
        #expect(sent.0.path == "/p?q" && sent.0.authority == "a:1")
        #expect(sent.0.headerFields[.contentType] == "x/y")
        #expect(sent.0.headerFields[.contentLength] == "200000")
        #expect(sent.1 == body)
        #expect(requests.contains { $0.0.method == .get && $0.1.isEmpty })

        try pair.answer(1, .ok, 300_000)
        try pair.answer(3, .notFound, 0)
        _ = try pair.exchange()
        #expect(
            Set(pair.answers) == [
                HTTP2ClientSession.Answer(token: 3, status: 200, bodyBytes: 300_000, errorCode: 0),
                HTTP2ClientSession.Answer(token: 9, status: 404, bodyBytes: 0, errorCode: 0),
            ])
        #expect(pair.client.openRequests == 0)
        #expect(pair.answers.allSatisfy { $0.isWhole })
    }

    @Test("more requests than the server allows at once wait for their turn")
    func turns() throws {
        let pair = try Pair(HTTP2Limits(concurrentStreams: 2))
        let request = HTTP2Request(method: "GET", authority: "a", path: "/")
        _ = try pair.exchange()
        for token in 0..<20 { try pair.client.submit(request, token: token) }
        while pair.answers.count < 20 {
            let streams = try pair.exchange().compactMap { event -> Int32? in
                if case .request(let stream, _, _, _) = event { stream } else { nil }
            }
            try #require(pair.answers.count == 20 || !streams.isEmpty)
            #expect(streams.count <= 2)
            for stream in streams { try pair.answer(stream, .ok, 1) }
        }
        #expect(Set(pair.answers.map(\.token)) == Set(0..<20))
    }

    @Test("a cancelled request has no answer, and its stream is closed on both sides")
    func cancelling() throws {
        let pair = try Pair()
        let request = HTTP2Request(method: "GET", authority: "a", path: "/")
        try pair.client.submit(request, token: 1)
        _ = try pair.exchange()
        pair.client.cancel(token: 1)
        let events = try pair.exchange()
        guard case .closed(1) = events.first else {
            Issue.record("\(events)")
            return
        }
        #expect(pair.answers.isEmpty)
        #expect(pair.client.openRequests == 0)
        #expect(pair.server.openStreams == 0)
    }

    @Test("a server that goes away is known, and what it will not take comes back unanswered")
    func goingAway() throws {
        let pair = try Pair()
        let request = HTTP2Request(method: "GET", authority: "a", path: "/")
        try pair.client.submit(request, token: 1)
        _ = try pair.exchange()
        pair.server.terminate()
        _ = try pair.exchange()
        #expect(pair.client.hasGoneAway)
        try? pair.client.submit(request, token: 2)
        _ = try? pair.exchange()
        #expect(pair.answers.allSatisfy { !$0.isWhole })
    }

    @Test("bytes that are no HTTP/2 are an error")
    func refusal() throws {
        let client = try HTTP2ClientSession()
        var answers: [HTTP2ClientSession.Answer] = []
        let text = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
        var isRefused = false
        do {
            try client.receive(text.span, &answers)
            var output = OutputBuffer()
            try client.fill(&output, &answers)
            isRefused = client.isFinished
        } catch { isRefused = true }
        #expect(isRefused)
    }
}
