import Testing

@testable import Server

@Suite struct DisconnectTests {
    @Test("a client that only closes its sending half is answered")
    func halfClose() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 4\n\nbody")
            client.finishSending()
            #expect(try #require(await client.textToEnd()).hasSuffix("\r\n\r\nbody"))
        }
    }

    @Test("requests of a client that closes are cancelled, and an answer that comes is sent")
    func cancellation() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            client.send("GET /hold HTTP/1.1\nHost: x\n\n")
            let held = try #require(await responder.requests(1).first)
            #expect(!held.request.cancellation.isCancelled)
            client.finishSending()
            #expect(await eventually { held.request.cancellation.isCancelled })
            responder.release("/hold")
            #expect(try #require(await client.textToEnd()).hasSuffix("\r\n\r\n/hold"))
        }
    }

    @Test("a server that waits cancels nothing when the sending half closes")
    func waiting() async throws {
        try await withServer(endOfInput: .waits) { _, responder, address in
            let client = try TestClient(address)
            client.send("GET /hold HTTP/1.1\nHost: x\n\n")
            let held = try #require(await responder.requests(1).first)
            client.send("GET /hold2 HTTP/1.1\nHost: x\n\n")
            client.finishSending()
            #expect(await responder.requests(2).count == 2)
            responder.release("/hold")
            responder.release("/hold2")
            #expect(try #require(await client.textToEnd()).hasSuffix("/hold2"))
            #expect(!held.request.cancellation.isCancelled)
        }
    }

    @Test("a connection that breaks is closed and its requests cancelled")
    func reset() async throws {
        try await withServer(endOfInput: .waits) { server, responder, address in
            var client: TestClient? = try TestClient(address)
            client?.send("GET /hold HTTP/1.1\nHost: x\n\n")
            let held = try #require(await responder.requests(1).first)
            client?.reset()
            client = nil
            #expect(await eventually { held.request.cancellation.isCancelled })
            #expect(await eventually { server.openConnections == 0 })
            responder.release("/hold")
        }
    }

    @Test("a request that is cut off is never answered")
    func cutOff() async throws {
        try await withServer { server, responder, address in
            let client = try TestClient(address)
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 9\n\nbody")
            client.finishSending()
            #expect(await client.textToEnd() == "")
            #expect(responder.announced == ["/echo"])
            #expect(await eventually { server.openConnections == 0 })
        }
    }

    @Test("while a client sends ahead without reading it is not read, and is closed when it goes")
    func backpressure() async throws {
        var limits = ServerLimits()
        limits.pipelinedRequests = 2
        try await withServer(limits: limits) { server, responder, address in
            var client: TestClient? = try TestClient(address)
            client?.send(String(repeating: "GET /hold HTTP/1.1\nHost: x\n\n", count: 5))
            let held = await responder.requests(2)
            #expect(held.count == 2)
            client?.reset()
            client = nil
            #expect(await eventually { held.allSatisfy { $0.request.cancellation.isCancelled } })
            #expect(await eventually { server.openConnections == 0 })
        }
    }
}
