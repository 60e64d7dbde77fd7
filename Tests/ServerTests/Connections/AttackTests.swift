import Testing

@testable import Server

/// A client that attacks loses its own connection, and the others are served.
@Suite struct AttackTests {
    private static let calm: UInt8 = 11

    /// Lets `attack` run against a server, beside a client that is served before and after.
    private func attack(
        limits: ServerLimits = ServerLimits(),
        _ attack: (TestClient, TestResponder) async throws -> Void
    ) async throws {
        try await withServer(reactors: 1, limits: limits) { server, responder, address in
            let bystander = try TestClient(address)
            bystander.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 5\n\nfirst")
            #expect(await bystander.read(until: "first").hasSuffix("first"))
            try await attack(try TestClient(address), responder)
            bystander.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 6\n\nsecond")
            #expect(await bystander.read(until: "second").hasSuffix("second"))
            #expect(await eventually { server.openConnections == 1 })
        }
    }

    @Test(
        "floods end in GOAWAY with ENHANCE_YOUR_CALM",
        arguments: [
            HTTP2Client.frame(6, 0, 0, [UInt8](repeating: 1, count: 8)), HTTP2Client.frame(4),
            HTTP2Client.frame(2, 0, 5, [0, 0, 0, 3, 1]), HTTP2Client.frame(0, 0, 1),
            HTTP2Client.frame(8, 0, 0, [0, 0, 0, 1]), HTTP2Client.frame(9, 0, 3),
        ])
    func floods(frame: [UInt8]) async throws {
        try await attack { client, _ in
            let opening =
                HTTP2Client.frame(1, 4, 1, HTTP2Client.block("/echo", "POST"))
                + (frame[3] == 9 ? HTTP2Client.frame(1, 0, 3, HTTP2Client.block("/a")) : [])
            client.send(
                HTTP2Client.preface + opening + [[UInt8]](repeating: frame, count: 3_000).joined())
            client.finishSending()
            let bytes = try #require(await client.readToEnd())
            #expect(HTTP2Client.goAway(in: bytes) == Self.calm)
        }
    }

    @Test("rapid reset and MadeYouReset: little work is begun, and all of it cancelled")
    func resets() async throws {
        var limits = ServerLimits()
        limits.http2.unansweredResets = 50
        for (kind, payload): (UInt8, [UInt8]) in [
            (3, [0, 0, 0, 8]), (8, [0x7F, 0xFF, 0xFF, 0xFF]),
        ] {
            try await attack(limits: limits) { client, responder in
                client.send(HTTP2Client.preface)
                for stream in stride(from: UInt32(1), to: 2_000, by: 2) {
                    client.send(
                        HTTP2Client.request(stream, "/hold")
                            + HTTP2Client.frame(kind, 0, stream, payload))
                }
                client.finishSending()
                let bytes = try #require(await client.readToEnd())
                #expect(HTTP2Client.goAway(in: bytes) == Self.calm)
                let held = await responder.requests(0)
                #expect(held.count <= limits.http2.runningRequests)
                #expect(
                    await eventually { held.allSatisfy { $0.request.cancellation.isCancelled } })
                for _ in held { responder.release("/hold") }
            }
        }
    }

    @Test("requests of a connection beyond those that may run are turned away")
    func running() async throws {
        var limits = ServerLimits()
        limits.http2.runningRequests = 3
        try await attack(limits: limits) { client, responder in
            let requests = stride(from: UInt32(1), to: 11, by: 2).map {
                HTTP2Client.request($0, "/hold")
            }
            client.send(HTTP2Client.preface + requests.joined())
            #expect(await responder.requests(3).count == 3)
            let text = await client.read(until: "are running\"}\n")
            #expect(text.contains("too many requests of this connection"))
            #expect(await responder.requests(0).count == 3)
            for _ in 0..<3 { responder.release("/hold") }
        }
    }

    @Test(
        "a head that stays unfinished costs the connection",
        arguments: [
            Array("GET / HTTP/1.1\r\nHos".utf8), Array("PRI * HTTP".utf8),
            HTTP2Client.preface + HTTP2Client.frame(1, 1, 1, HTTP2Client.block("/a")),
        ])
    func slowHead(bytes: [UInt8]) async throws {
        var limits = ServerLimits()
        limits.head = .zero
        try await attack(limits: limits) { client, _ in
            client.send(bytes)
            #expect(await client.readToEnd() != nil)
        }
    }

    @Test("a body that stays away costs the request in HTTP/2 and the connection in HTTP/1.1")
    func slowBody() async throws {
        var limits = ServerLimits()
        limits.transfer.body = .zero
        try await attack(limits: limits) { client, _ in
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 9\n\nbody")
            #expect(await client.textToEnd()?.hasPrefix("HTTP/1.1 408 ") == true)
        }
        try await attack(limits: limits) { client, _ in
            client.send(
                HTTP2Client.preface
                    + HTTP2Client.frame(1, 4, 1, HTTP2Client.block("/echo", "POST"))
                    + HTTP2Client.request(3, "/hold"))
            #expect(await client.read(until: "to arrive\"}\n").contains("took too long"))
        }
    }

    @Test("a zero window costs the stream")
    func zeroWindow() async throws {
        var limits = ServerLimits()
        limits.transfer.write = .zero
        try await attack(limits: limits) { client, _ in
            client.send(
                HTTP2Client.preface + HTTP2Client.frame(4, 0, 0, [0, 4, 0, 0, 0, 0])
                    + HTTP2Client.request(1, "/large"))
            // RST_STREAM with CANCEL.
            let end = String(decoding: [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8], as: UTF8.self)
            #expect(await client.read(until: end).hasSuffix(end))
        }
    }

    @Test("a client that doesn't read costs its connection alone")
    func unread() async throws {
        var limits = ServerLimits()
        limits.transfer.write = .zero
        try await attack(limits: limits) { client, _ in
            client.send(String(repeating: "GET /large HTTP/1.1\nHost: x\n\n", count: 20))
        }
    }

    @Test("what is not HTTP at all is not answered")
    func foreign() async throws {
        try await attack { client, _ in
            client.send("INVALID CONNECTION PREFACE\n\n")
            #expect(await client.readToEnd() == [])
        }
    }
}
