import Testing

@testable import Server

@Suite struct HTTP2ConnectionTests {
    static let preface =
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    /// HEADERS with END_HEADERS for GET and a path of fewer than 127 bytes.
    static func request(_ stream: UInt8, _ path: String) -> [UInt8] {
        let fields = [
            (":method", "GET"), (":scheme", "http"), (":path", path), (":authority", "x"),
        ]
        var block: [UInt8] = []
        for (name, value) in fields {
            block.append(0x10)
            for text in [name, value] {
                block.append(UInt8(text.utf8.count))
                block.append(contentsOf: text.utf8)
            }
        }
        return [0, 0, UInt8(block.count), 1, 5, 0, 0, 0, stream] + block
    }

    @Test("a stream that is reset cancels its request and no other")
    func cancellation() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            client.send(
                Self.preface + Self.request(1, "/hold1") + Self.request(3, "/hold3"))
            let held = await responder.requests(2)
            try #require(held.count == 2)
            client.send([0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8])
            #expect(await eventually { held[0].request.cancellation.isCancelled })
            #expect(!held[1].request.cancellation.isCancelled)
            responder.release("/hold1")
            responder.release("/hold3")
            #expect(await client.read(until: "/hold3").hasSuffix("/hold3"))
        }
    }

    @Test("a client that goes away cancels all its requests")
    func disconnect() async throws {
        try await withServer { server, responder, address in
            var client: TestClient? = try TestClient(address)
            client?.send(Self.preface + Self.request(1, "/hold1") + Self.request(3, "/hold3"))
            let held = await responder.requests(2)
            #expect(held.count == 2)
            client = nil
            #expect(await eventually { held.allSatisfy { $0.request.cancellation.isCancelled } })
        }
    }

    @Test("bytes that are no HTTP/2 after the preface end the connection")
    func noise() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            client.send(Self.preface + [UInt8](repeating: 0xFF, count: 100))
            #expect(await client.readToEnd() != nil)
            #expect(await eventually { server.openConnections == 0 })
        }
    }
}
