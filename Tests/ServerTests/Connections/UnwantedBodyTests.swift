import Testing

@testable import Server

@Suite("Bodies of requests that are answered by their heads")
struct UnwantedBodyTests {
    private func post(_ path: String, _ length: Int, _ fields: String = "") -> [UInt8] {
        let head = "POST \(path) HTTP/1.1\nHost: x\nContent-Length: \(length)\n\(fields)\n"
        return Array(head.replacing("\n", with: "\r\n").utf8)
    }

    @Test(
        "are dropped, and the connection's next request is answered",
        arguments: [1, 16 << 10, (64 << 10) + 1, 256 << 10, (256 << 10) + 1, 3_000_001])
    func dropped(length: Int) async throws {
        let observer = RecordingObserver()
        let metrics = ServerMetrics()
        try await withServer(observers: [observer], metrics: metrics) { _, responder, address in
            let client = try TestClient(address)
            let refused = post("/refused", length)
            client.send(refused)
            #expect(await client.read(until: "}\n").contains("Connection") == false)
            client.send([UInt8](repeating: 10, count: length))
            let next = post("/echo", 4) + Array("more".utf8)
            client.send(next)
            #expect(await client.read(until: "more").hasPrefix("HTTP/1.1 200 OK"))
            #expect(responder.announced == ["/refused", "/echo"])
            #expect(metrics.acceptedConnections.value == 1)
            #expect(metrics.receivedBytes.value == refused.count + length + next.count)
            let requests = await observer.requests(2)
            #expect(requests.map(\.status) == [403, 200])
            #expect(requests.map(\.receivedBytes) == [0, 4])
        }
    }

    @Test("are dropped in one write with others, whose answers keep their order")
    func pipelined() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            let body = [UInt8](repeating: 32, count: 1 << 20)
            client.send(post("/hold", 0) + post("/now", body.count))
            client.send(body + post("/refused", body.count))
            client.send(body + post("/echo", 3) + Array("end".utf8))
            #expect(await eventually { responder.announced.count == 4 })
            responder.release("/hold")
            let text = await client.read(until: "end")
            let places = try ["/hold", "now", "{\"error\"", "end"].map {
                try #require(text.range(of: "\r\n\r\n\($0)")).lowerBound
            }
            #expect(places == places.sorted())
        }
    }

    @Test("that are cut off end the connection, without another answer")
    func cutOff() async throws {
        try await withServer { server, _, address in
            let client = try TestClient(address)
            client.send(post("/now", 1 << 20) + [UInt8](repeating: 1, count: 100_000))
            client.finishSending()
            let text = try #require(await client.textToEnd())
            #expect(text.hasSuffix("\r\n\r\nnow"))
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
            #expect(await eventually { server.openConnections == 0 })
        }
    }

    @Test("that stay away end the connection, without another answer")
    func slow() async throws {
        var limits = ServerLimits()
        limits.transfer.body = .zero
        try await withServer(limits: limits) { server, _, address in
            let client = try TestClient(address)
            client.send(post("/now", 1 << 20) + [UInt8](repeating: 1, count: 100_000))
            let text = try #require(await client.textToEnd())
            #expect(text.hasSuffix("\r\n\r\nnow"))
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test("that may not come, or have no length, end the connection")
    func closing() async throws {
        try await withServer { _, _, address in
            for fields in ["Expect: 100-continue\n", "Connection: close\n"] {
                let client = try TestClient(address)
                client.send(post("/now", 100_000, fields))
                #expect(try #require(await client.textToEnd()).contains("Connection: close\r\n"))
            }
            let client = try TestClient(address)
            client.send("POST /now HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n")
            #expect(try #require(await client.textToEnd()).contains("Connection: close\r\n"))
        }
    }

    @Test("that are long end the connection inside TLS, where they would have to be opened")
    func sealed() async throws {
        var limits = ServerLimits()
        limits.transfer.body = .zero
        try await withSealedServer(limits: limits) { sealed in
            for (length, closes) in [(60_000, false), (70_000, true)] {
                let text = try await sealed.sClient(
                    "-quiet", sending: "POST /now HTTP/1.1\nHost: x\nContent-Length: \(length)\n\n")
                #expect(text.contains("Connection: close") == closes)
            }
        }
    }
}
