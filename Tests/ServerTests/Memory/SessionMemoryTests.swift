import Testing

@testable import HTTP
@testable import Metrics
@testable import Server

@Suite("Memory of sessions") struct SessionMemoryTests {
    private func limits(_ bytes: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.memoryBytes = bytes
        return limits
    }

    @Test("an HTTP/2 session counts from its preface until it is closed")
    func http2() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            client.send(HTTP2Client.preface)
            #expect(await eventually { server.heldBytes >= HTTP2Session.emptyBytes })
            client.reset()
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("open streams count with their heads, and what fills a compression table does")
    func streams() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            let head = HTTP2Client.block("/echo", "POST")
            // A field of 1,000 bytes that is put into the table.
            let field =
                [0x40, 1, 0x61, 127, 0xE9, 6] + [UInt8](repeating: 0x62, count: 1_000)
            client.send(HTTP2Client.preface + HTTP2Client.frame(1, 4, 1, head + field))
            let first = HTTP2Session.emptyBytes + 7 * 1_033 + 1_280 + 3 * 1_033
            #expect(await eventually { server.heldBytes >= first })
            // The same field again, by its number.
            client.send(HTTP2Client.frame(1, 4, 3, head + [0xBE]))
            #expect(await eventually { server.heldBytes >= first + 1_280 + 3 * 1_033 })
            client.reset()
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("a header block that is not whole counts")
    func block() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            let head = HTTP2Client.block("/echo") + [0, 1, 0x61, 127, 0xA1, 0x1E]
            client.send(
                HTTP2Client.preface
                    + HTTP2Client.frame(1, 1, 1, head + [UInt8](repeating: 0x62, count: 3_000)))
            #expect(await eventually { server.heldBytes >= HTTP2Session.emptyBytes + 6_000 })
            client.reset()
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("a head of HTTP/1.1 that is not whole counts")
    func http1() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            client.send("GET / HTTP/1.1\nHost: x\na: \(String(repeating: "b", count: 2_000))")
            #expect(await eventually { server.heldBytes > 2_000 })
            client.reset()
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("a client that finds no room for a session is told by GOAWAY, and may try again")
    func refusedSession() async throws {
        let metrics = ServerMetrics()
        try await withServer(limits: limits(2 * HTTP2Session.emptyBytes - 1), metrics: metrics) {
            server, _, address in
            let first = try TestClient(address)
            first.send(HTTP2Client.preface)
            #expect(await eventually { server.heldBytes >= HTTP2Session.emptyBytes })
            let refused = try TestClient(address)
            refused.send(HTTP2Client.preface + HTTP2Client.request(1, "/echo"))
            refused.finishSending()
            let bytes = try #require(await refused.readToEnd())
            #expect(HTTP2Client.frames(in: bytes).map(\.kind) == [4, 7])
            #expect(HTTP2Client.goAway(in: bytes) == 0xB)
            #expect(metrics.refusedConnections["memory"].value == 1)
            first.reset()
            #expect(await eventually { server.heldBytes == 0 })
            let second = try TestClient(address)
            second.send(HTTP2Client.preface)
            #expect(await eventually { server.heldBytes >= HTTP2Session.emptyBytes })
        }
    }

    @Test("a stream whose body follows is refused when nothing is left")
    func refusedStream() async throws {
        let limits = limits(HTTP2Session.emptyBytes + 1_300)
        try await withServer(limits: limits) { server, _, address in
            let client = try TestClient(address)
            client.send(HTTP2Client.preface)
            #expect(await eventually { server.heldBytes >= HTTP2Session.emptyBytes })
            // The first stream passes the limit; the second finds it passed.
            client.send(HTTP2Client.frame(1, 4, 1, HTTP2Client.block("/echo", "POST")))
            #expect(await eventually { server.heldBytes > HTTP2Session.emptyBytes + 1_000 })
            client.send(HTTP2Client.frame(1, 4, 3, HTTP2Client.block("/echo", "POST")))
            client.finishSending()
            let bytes = try #require(await client.readToEnd())
            let answered = HTTP2Client.frames(in: bytes).filter { $0.kind == 1 }.map(\.stream)
            #expect(answered == [3])
        }
    }

    @Test("a TLS connection takes its memory when it comes, and is closed where there is none")
    func tls() async throws {
        let limit = TLSSession.handshakeBytes + 1_000
        try await withSealedServer(limits: limits(limit)) { sealed in
            let first = try TestClient(sealed.address)
            #expect(await eventually { sealed.server.heldBytes == TLSSession.handshakeBytes })
            let refused = try TestClient(sealed.address)
            #expect(await refused.readToEnd() == [])
            #expect(sealed.server.openConnections == 1)
            first.reset()
            #expect(await eventually { sealed.server.heldBytes == 0 })
            #expect(try await sealed.curl("/none").contains("/none"))
            #expect(await eventually { sealed.server.heldBytes == 0 })
        }
    }

    @Test("a TLS connection takes less once hands are shaken", .needs("openssl"))
    func established() async throws {
        try await withSealedServer { sealed in
            async let printed = sealed.sClient(
                "-quiet", sending: "POST /hold HTTP/1.1\nHost: x\nContent-Length: 0\n\n")
            #expect(await sealed.responder.requests(1).count == 1)
            #expect(
                await eventually {
                    (10 << 10..<TLSSession.handshakeBytes).contains(sealed.server.heldBytes)
                })
            await sealed.server.drain(grace: .zero)
            _ = try await printed
            #expect(await eventually { sealed.server.heldBytes == 0 })
        }
    }

    @Test("connections that do nothing are closed when memory is short, but for small ones")
    func pressed() async throws {
        try await withServer(limits: limits(HTTP2Session.emptyBytes + 100)) { server, _, address in
            let small = try TestClient(address)
            small.send("GET /echo HTTP/1.1\nHost: x\n\n")
            small.send("GET /none HTTP/1.1\nHost: x\n\n")
            _ = await small.read(until: "}\n")
            let large = try TestClient(address)
            large.send(HTTP2Client.preface)
            let bytes = try #require(await large.readToEnd())
            #expect(HTTP2Client.goAway(in: bytes) == 0)
            #expect(server.openConnections == 1)
        }
    }
}
