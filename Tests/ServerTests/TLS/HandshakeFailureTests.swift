import Testing

@testable import Metrics
@testable import Server

@Suite("Handshakes that come to nothing are counted") struct HandshakeFailureTests {
    /// What is counted of failures once there is one; the words with a count of 0 are left out.
    private func counted(_ metrics: ServerMetrics) async -> [String: Int] {
        let failures = metrics.handshakeFailures
        await eventually { failures.values.contains { $0.value > 0 } }
        return Dictionary(
            uniqueKeysWithValues: failures.values.filter { $0.value > 0 }.map {
                ($0.word, $0.value)
            })
    }

    @Test(
        "by what the client does with openssl", .needs("openssl"),
        arguments: [
            ("-tls1_1 -cipher ALL:@SECLEVEL=0", "nothing_in_common"),
            ("-tls1_2 -cipher AES128-SHA", "nothing_in_common"),
            ("-alpn smtp", "nothing_in_common"),
        ])
    func client(options: String, reason: String) async throws {
        let metrics = ServerMetrics()
        try await withSealedServer(metrics: metrics) { sealed in
            _ = try await sealed.sClient(options)
            #expect(await counted(metrics) == [reason: 1])
        }
    }

    @Test("when the client does not trust the server's certificate", .needs("curl"))
    func distrust() async throws {
        let metrics = ServerMetrics()
        try await withSealedServer(metrics: metrics) { sealed in
            let text = try await run("curl", "-sS", "https://\(sealed.address)/echo")
            #expect(text?.contains("certificate") == true)
            // It closes with the server's messages unread, which may overtake its alert.
            let found = await counted(metrics)
            #expect(found == ["refused": 1] || found == ["closed": 1])
        }
    }

    @Test(
        "by the reason that OpenSSL gives",
        arguments: [
            // An alert of the client: unknown authority.
            (1_048, "refused"), (134, "certificate"), (199, "certificate"),
            (258, "nothing_in_common"), (193, "nothing_in_common"), (235, "nothing_in_common"),
            (267, "not_tls"), (0, "failed"), (68, "failed"),
        ] as [(Int32, String)])
    func reasons(number: Int32, reason: String) {
        #expect(HandshakeFailure(openSSLReason: number).rawValue == reason)
    }

    @Test("when a certificate is missing or by another authority", .needs("curl"))
    func certificate() async throws {
        let metrics = ServerMetrics()
        try await withSealedServer(
            clients: { .init(authoritiesPath: $0.path("authority.pem")) }, metrics: metrics
        ) { sealed in
            _ = try await sealed.curl("/echo")
            #expect(await counted(metrics) == ["certificate": 1])
            _ = try await sealed.curl(
                "/echo", "--cert", sealed.files.path("intruder.pem"), "--key",
                sealed.files.path("intruder.key"))
            #expect(await counted(metrics) == ["certificate": 2])
        }
    }

    @Test(
        "by what the client sends",
        arguments: [
            (Array("GET / HTTP/1.1\r\n\r\n".utf8), "not_tls"), ([22, 3, 1, 2, 0, 1], "closed"),
            ([22, 3, 1, 0, 4, 99, 0, 0, 0], "failed"),
        ] as [([UInt8], String)])
    func bytes(sent: [UInt8], reason: String) async throws {
        let metrics = ServerMetrics()
        try await withSealedServer(metrics: metrics) { sealed in
            let client = try TestClient(sealed.address)
            client.send(sent)
            client.finishSending()
            _ = await client.readToEnd()
            #expect(await counted(metrics) == [reason: 1])
        }
    }

    @Test("when the client takes too long")
    func timeout() async throws {
        var limits = ServerLimits()
        limits.head = .zero
        let metrics = ServerMetrics()
        try await withSealedServer(limits: limits, metrics: metrics) { sealed in
            let client = try TestClient(sealed.address)
            client.send([22, 3, 1, 2, 0, 1])
            #expect(await client.readToEnd() == [])
            #expect(await counted(metrics) == ["timeout": 1])
        }
    }

    @Test("but not a connection on which nothing came, nor one that is spoken on")
    func others() async throws {
        let metrics = ServerMetrics()
        try await withSealedServer(metrics: metrics) { sealed in
            let silent = try TestClient(sealed.address)
            silent.finishSending()
            #expect(await silent.readToEnd() == [])
            #expect(try await sealed.curl("/echo", "-d", "hello") == "hello")
            #expect(await eventually { sealed.server.openConnections == 0 })
            #expect(metrics.handshakeFailures.values.allSatisfy { $0.value == 0 })
        }
    }
}
