import Testing

@testable import Server

@Suite("Requests beyond the memory budget") struct MemoryLimitTests {
    private func limits(_ bytes: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.memoryBytes = bytes
        return limits
    }

    private func post(_ path: String, _ length: Int) -> String {
        "POST \(path) HTTP/1.1\nHost: x\nContent-Length: \(length)\n\n"
    }

    @Test("are refused by their announced length, before a byte of the body has come")
    func announced() async throws {
        try await withServer(limits: limits(1 << 20)) { server, _, address in
            let waiting = try TestClient(address)
            waiting.send(post("/echo", 800_000))
            #expect(await eventually { server.heldBytes == 800_000 })
            let refused = try TestClient(address)
            refused.send(post("/echo", 200_000))
            let answer = await refused.read(until: "}\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            #expect(answer.lowercased().contains("\r\nretry-after: 1\r\n"))
            let small = try TestClient(address)
            small.send(post("/echo", 5) + "small")
            #expect(await small.read(until: "small").hasPrefix("HTTP/1.1 200 OK"))
            #expect(server.heldBytes == 800_000)
            waiting.reset()
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("of unknown length are refused where they have grown too large")
    func chunked() async throws {
        try await withServer(limits: limits(1 << 20)) { server, _, address in
            let client = try TestClient(address)
            client.send("POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n")
            let chunk = String(repeating: "a", count: 0x4000)
            for _ in 0..<80 { client.send("4000\r\n\(chunk)\r\n") }
            let answer = await client.read(until: "}\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            client.reset()
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("by an answer that nobody reads, until it is read")
    func unreadAnswer() async throws {
        let size = TestResponder.largeBody.count
        try await withServer(limits: limits(2 << 20)) { server, _, address in
            let slow = try TestClient(address)
            // More than the kernel may take, and in one piece, or the later ones would not be read.
            slow.send(String(repeating: "GET /large HTTP/1.1\nHost: x\n\n", count: 8))
            #expect(await eventually { server.heldBytes >= size })
            let refused = try TestClient(address)
            refused.send(post("/echo", 5) + "small")
            #expect(await refused.read(until: "}\n").hasPrefix("HTTP/1.1 503"))
            slow.send("GET /echo HTTP/1.1\nHost: x\nConnection: close\n\n")
            #expect(await slow.readToEnd() != nil)
            #expect(await eventually { server.heldBytes == 0 })
        }
    }

    @Test("hold their memory until they are answered, also when replies are lost")
    func answered() async throws {
        try await withServer { server, responder, address in
            let client = try TestClient(address)
            client.send(post("/hold", 4) + "body" + post("/drop", 4) + "body")
            #expect(await responder.requests(1).count == 1)
            #expect(server.heldBytes > 0)
            responder.release("/hold")
            _ = await client.read(until: "}\n")
            #expect(await eventually { server.heldBytes == 0 })
        }
    }
}
