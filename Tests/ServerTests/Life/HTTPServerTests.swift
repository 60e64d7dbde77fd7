import HTTPTypes
import Testing

@testable import Server

@Suite struct HTTPServerTests {
    @Test("a server is started once")
    func startedOnce() async throws {
        try await withServer { server, _, _ in
            await #expect(throws: ServerError.alreadyStarted) { try await server.start() }
        }
    }

    @Test("connections beyond the limit wait until one closes")
    func connectionLimit() async throws {
        var limits = ServerLimits()
        limits.connections = 2
        try await withServer(limits: limits) { server, responder, address in
            var first: TestClient? = try TestClient(address)
            let second = try TestClient(address)
            for client in [first, second] { client?.send("GET /hold HTTP/1.1\nHost: x\n\n") }
            #expect(await responder.requests(2).count == 2)
            let third = try TestClient(address)
            third.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            #expect(server.openConnections == 2)
            first?.reset()
            first = nil
            #expect(await third.read(until: "hi").hasSuffix("hi"))
        }
    }

    @Test("an address has so many connections and no more, and a place that is free again is given")
    func connectionsPerAddress() async throws {
        var limits = ServerLimits()
        limits.connectionsPerAddress = 2
        try await withServer(limits: limits) { server, responder, address in
            var first: TestClient? = try TestClient(address)
            let second = try TestClient(address)
            for client in [first, second] { client?.send("GET /hold HTTP/1.1\nHost: x\n\n") }
            #expect(await responder.requests(2).count == 2)
            let third = try TestClient(address)
            #expect(await third.readToEnd() == [])
            first?.reset()
            first = nil
            #expect(await eventually { server.openConnections == 1 })
            let fourth = try TestClient(address)
            fourth.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            #expect(await fourth.read(until: "hi").hasSuffix("hi"))
        }
    }

    @Test("a full server closes idle connections for those that wait")
    func pressed() async throws {
        var limits = ServerLimits()
        limits.connections = 1
        try await withServer(limits: limits) { _, _, address in
            let idle = try TestClient(address)
            idle.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            #expect(await idle.read(until: "hi").hasSuffix("hi"))
            let waiting = try TestClient(address)
            waiting.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 2\n\nhi")
            #expect(await waiting.read(until: "hi").hasSuffix("hi"))
            #expect(await idle.readToEnd() == [])
        }
    }

    @Test("addresses of one network are counted together")
    func networks() {
        func network(_ host: String) -> SocketAddress.Network {
            SocketAddress(host: host, port: 1).network
        }
        #expect(network("10.0.0.1") == network("::ffff:10.0.0.1"))
        #expect(network("10.0.0.1") != network("10.0.0.2"))
        #expect(network("::ffff:10.0.0.1") != network("::ffff:10.0.0.2"))
        #expect(network("2001:db8::1") == network("2001:db8::ffff:2"))
        #expect(network("2001:db8::1") != network("2001:db8:0:1::1"))
        #expect(network("::1") != network("127.0.0.1"))
    }

    @Test("a server can be let go without being drained")
    func letGo() async throws {
        var server: HTTPServer? = HTTPServer(
            configuration: ServerConfiguration(port: 0), responder: TestResponder())
        let address = try #require(try await server?.start())
        let client = try TestClient(address)
        client.send("GET /echo HTTP/1.1\nHost: x\n\n")
        #expect(await client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK"))
        server = nil
        #expect(await client.textToEnd() == "")
    }

    @Test("a failure is JSON, whatever its text")
    func failures() {
        let response = ServerResponse.failure(.badRequest, "a \"b\" \\ \u{1}\n é")
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == "{\"error\": \"a \\\"b\\\" \\\\ \\u0001\\u000a é\"}\n")
        #expect(response.head.headerFields[.contentType] == "application/json")
    }
}
