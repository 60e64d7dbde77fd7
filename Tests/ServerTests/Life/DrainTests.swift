import Testing

@testable import Server

@Suite struct DrainTests {
    @Test("running requests finish, idle connections close, new ones are refused")
    func graceful() async throws {
        try await withServer(reactors: 1) { server, responder, address in
            let idle = try TestClient(address)
            idle.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            #expect(await idle.read(until: "hi").hasSuffix("hi"))
            let busy = try TestClient(address)
            busy.send("GET /hold1 HTTP/1.1\nHost: x\n\nGET /hold2 HTTP/1.1\nHost: x\n\n")
            #expect(await responder.requests(2).count == 2)

            let drain = Task { await server.drain(grace: .seconds(60)) }
            #expect(await idle.textToEnd() == "")
            #expect(throws: ServerError.self) { try TestClient(address) }
            responder.release("/hold1")
            responder.release("/hold2")
            let text = try #require(await busy.textToEnd())
            #expect(text.contains("/hold1"))
            #expect(text.hasSuffix("/hold2"))
            #expect(text.components(separatedBy: "Connection: close").count == 2)
            // It is not closed before its client says that nothing more is on its way.
            busy.finishSending()
            await drain.value
            #expect(server.openConnections == 0)
        }
    }

    @Test("a client that has connected and not yet spoken is still served")
    func newConnection() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            let drain = Task { await server.drain(grace: .seconds(60)) }
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            let text = try #require(await client.textToEnd())
            #expect(text.hasSuffix("hi"))
            client.finishSending()
            await drain.value
        }
    }

    @Test("what is not finished after the grace is cut off")
    func grace() async throws {
        try await withServer { server, responder, address in
            let client = try TestClient(address)
            client.send("GET /hold HTTP/1.1\nHost: x\n\n")
            let held = try #require(await responder.requests(1).first)
            await server.drain(grace: .milliseconds(10))
            #expect(held.request.cancellation.isCancelled)
            #expect(server.openConnections == 0)
        }
    }

    @Test("a second call cuts off at once")
    func forced() async throws {
        try await withServer { server, responder, address in
            let client = try TestClient(address)
            client.send("GET /hold HTTP/1.1\nHost: x\n\n")
            #expect(await responder.requests(1).count == 1)
            let first = Task { await server.drain(grace: .seconds(600)) }
            #expect(await eventually { (try? TestClient(address)) == nil })
            await server.drain(grace: .seconds(600))
            await first.value
            #expect(server.openConnections == 0)
        }
    }

    @Test("an HTTP/2 client is told, and its requests finish")
    func http2() async throws {
        try await withServer { server, responder, address in
            async let output = run(
                "curl", "-sS", "--http2-prior-knowledge", "http://\(address)/hold")
            guard let held = await responder.requests(1).first else {
                _ = try await output
                return
            }
            let drain = Task { await server.drain(grace: .seconds(60)) }
            #expect(await eventually { (try? TestClient(address)) == nil })
            #expect(!held.request.cancellation.isCancelled)
            responder.release("/hold")
            #expect(try await output == "/hold")
            await drain.value
        }
    }
}
