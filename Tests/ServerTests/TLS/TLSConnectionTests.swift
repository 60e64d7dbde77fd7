import Fixtures
import Glibc
import Testing

@testable import Server

@Suite struct TLSConnectionTests {
    @Test("new connections begin with the new certificate, open ones go on")
    func reload() async throws {
        let files = try TestCertificates()
        try files.replace("live.pem", by: "server.pem")
        try files.replace("live.key", by: "server.key")
        let certificates = try ServerCertificates(
            TLSConfiguration(
                certificatePath: files.path("live.pem"), keyPath: files.path("live.key")))
        try await withServer(certificates: certificates) { _, responder, address in
            let trust = ["-sS", "--cacert", files.path("authority.pem")]
            async let open = run("curl", trust + ["https://\(address)/hold"])
            #expect(await responder.requests(1).count == 1)

            try files.replace("live.pem", by: "successor.pem")
            try files.replace("live.key", by: "successor.key")
            try certificates.reload()
            let text = try await run("curl", trust + ["-v", "https://\(address)/echo"])
            #expect(text?.contains("subject: CN=successor") == true)

            responder.release("/hold")
            #expect(try await open == "/hold")
        }
    }

    @Test("a client that does not finish its handshake has the time for a head")
    func slowHandshake() throws {
        let files = try TestCertificates()
        let certificates = try ServerCertificates(
            TLSConfiguration(
                certificatePath: files.path("server.pem"), keyPath: files.path("server.key")))
        let services = ConnectionServices(
            responder: TestResponder(), configuration: ServerConfiguration(),
            certificates: certificates, mailbox: try Mailbox(),
            memory: MemoryBudget(limit: 1 << 20), observers: [], metrics: ServerMetrics())
        let connection = Connection(
            descriptor: try Descriptor(owning: open("/dev/null", O_RDWR), from: "open"),
            client: Client(
                token: SlotToken(packed: 0), address: SocketAddress(host: "127.0.0.1", port: 0)),
            services: services, watched: [], now: .now)
        #expect(connection.standing.activity == .head)
        // The beginning of a record that is to be 512 bytes long.
        connection.arrive([22, 3, 1, 2, 0, 1].span)
        connection.noteStanding()
        #expect(connection.standing.activity == .head)
        #expect(connection.standing.ending == .open)
        connection.arrive([UInt8](repeating: 0, count: 600).span)
        connection.noteStanding()
        #expect(connection.standing.ending == .linger)
        #expect(connection.tls?.failure != nil)
        #expect(connection.waitingBytes > 0, "an alert waits to be sent")
    }

    @Test("a client that ends in the middle of a handshake is let go")
    func brokenHandshake() async throws {
        try await withSealedServer { sealed in
            let client = try TestClient(sealed.address)
            client.send([22, 3, 1, 2, 0, 1])
            client.finishSending()
            #expect(await client.readToEnd() == [])
            #expect(await eventually { sealed.server.openConnections == 0 })
        }
    }

    @Test("running requests finish when the server is drained, and connections are closed by TLS")
    func drain() async throws {
        try await withSealedServer { sealed in
            async let answer = sealed.curl("/hold", "--http2")
            #expect(await sealed.responder.requests(1).count == 1)
            let drain = Task { await sealed.server.drain(grace: .seconds(60)) }
            #expect(await eventually { (try? TestClient(sealed.address)) == nil })
            sealed.responder.release("/hold")
            let text = try await answer
            #expect(text == "/hold")
            await drain.value
        }
    }

    @Test("the server speaks first in HTTP/2")
    func settings() async throws {
        var limits = ServerLimits()
        limits.idle = .milliseconds(1)
        try await withSealedServer(limits: limits) { sealed in
            let text = try await sealed.sClient("-alpn h2 -quiet 2>/dev/null | od -An -tx1 -w1")
            let bytes = text.split(whereSeparator: \.isWhitespace)
            // A frame of type 4, SETTINGS, before the connection is ended for being idle.
            #expect(bytes.count > 9)
            #expect(bytes.dropFirst(3).first == "04")
        }
    }
}
