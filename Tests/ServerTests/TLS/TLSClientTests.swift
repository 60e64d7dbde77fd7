import Foundation
import Testing

@testable import Server

/// What the clients that people use see of the server's TLS.
@Suite struct TLSClientTests {
    @Test(
        "curl speaks every version, also with bodies of many records",
        arguments: [("--http1.0", "1.0"), ("--http1.1", "1.1"), ("--http2", "2")])
    func curl(option: String, version: String) async throws {
        let body = String(repeating: "0123456789", count: 200_000)
        try await withSealedServer { sealed in
            try sealed.files.write("body", body)
            let echo = try await sealed.curl(
                "/echo", option, "--data-binary", "@\(sealed.files.path("body"))",
                "-w", "%{http_version}")
            // The server answers 1.0 in 1.1 (RFC 9112 section 2.3).
            let answered = version == "1.0" ? "1.1" : version
            #expect(echo == body + answered)
            let large = try await sealed.curl(
                "/large", option, "-o", sealed.files.path("large"), "-w", "%{size_download}")
            #expect(large == "\(TestResponder.largeBody.count)")
            let read = try Data(contentsOf: URL(fileURLWithPath: sealed.files.path("large")))
            #expect(read == Data(TestResponder.largeBody))
        }
    }

    @Test("many streams at once, on connections that begin with a handshake")
    func h2load() async throws {
        try await withSealedServer { sealed in
            let text = try #require(
                try await run(
                    "h2load", "-n", "2000", "-c", "8", "-m", "32", "https://\(sealed.address)/echo")
            )
            #expect(text.contains("2000 succeeded, 0 failed"))
        }
    }

    @Test("TLS 1.2 and 1.3 are spoken", arguments: ["-tls1_2", "-tls1_3"])
    func versions(option: String) async throws {
        try await withSealedServer { sealed in
            let text = try await sealed.sClient(
                option, sending: "GET /echo HTTP/1.1\nHost: x\nConnection: close\n\n")
            #expect(text.contains("HTTP/1.1 200 OK"))
            #expect(text.contains("Verify return code: 0 (ok)"))
            // What ends without close_notify may have been cut short by somebody else.
            #expect(!text.contains("unexpected eof"))
        }
    }

    @Test(
        "earlier versions and weak suites are refused",
        arguments: [
            "-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1_2 -cipher AES128-SHA",
            "-tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384",
        ])
    func weak(options: String) async throws {
        try await withSealedServer { sealed in
            let text = try await sealed.sClient(options)
            #expect(text.contains("alert protocol version") || text.contains("handshake failure"))
            #expect(text.contains("Cipher is (NONE)"))
        }
    }

    @Test("a client that offers only other protocols is refused")
    func otherProtocol() async throws {
        try await withSealedServer { sealed in
            let text = try await sealed.sClient("-alpn smtp")
            #expect(text.contains("alert no application protocol"))
        }
    }

    @Test("HTTP/2 comes before HTTP/1.1, whatever the client's order")
    func choice() async throws {
        try await withSealedServer { sealed in
            // Closes at once: the request is no HTTP/2.
            let text = try await sealed.sClient("-alpn http/1.1,h2", sending: "nonsense\n\n")
            #expect(text.contains("ALPN protocol: h2"))
        }
    }

    @Test("what was agreed in the handshake is spoken, whatever the bytes look like")
    func agreed() async throws {
        try await withSealedServer { sealed in
            let text = try await sealed.sClient(
                "-alpn http/1.1", sending: "PRI * HTTP/2.0\n\nSM\n\n")
            #expect(text.contains("HTTP/1.1 505 ") || text.contains("HTTP/1.1 400 "))
        }
    }

    @Test("an upgrade to HTTP/2 is not made inside TLS")
    func upgrade() async throws {
        try await withSealedServer { sealed in
            let text = try await sealed.sClient(
                "-alpn http/1.1",
                sending: "GET /echo HTTP/1.1\nHost: x\nConnection: Upgrade, HTTP2-Settings, close\n"
                    + "Upgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\n\n")
            #expect(text.contains("HTTP/1.1 200 OK"))
        }
    }

    @Test("renegotiation is refused")
    func renegotiation() async throws {
        try await withSealedServer { sealed in
            let text = try #require(
                try await run(
                    "bash",
                    [
                        "-c",
                        "echo R | openssl s_client -connect \(sealed.address) -tls1_2 "
                            + "-CAfile \(sealed.files.path("authority.pem"))",
                    ]))
            #expect(text.contains("RENEGOTIATING"))
            #expect(text.contains("no renegotiation"))
        }
    }

    @Test("a session resumes", arguments: ["-tls1_2", "-tls1_3"])
    func resumption(option: String) async throws {
        try await withSealedServer(clients: {
            .init(authoritiesPath: $0.path("authority.pem"), areRequired: false)
        }) { sealed in
            let request = "GET /echo HTTP/1.1\nHost: x\nConnection: close\n\n"
            let file = sealed.files.path("session")
            let first = try await sealed.sClient("\(option) -sess_out \(file)", sending: request)
            #expect(first.contains("\nNew, "))
            let second = try await sealed.sClient("\(option) -sess_in \(file)", sending: request)
            #expect(second.contains("\nReused, "))
            #expect(second.contains("HTTP/1.1 200 OK"))
        }
    }

    @Test("a client that speaks plain HTTP is told")
    func plain() async throws {
        try await withSealedServer { sealed in
            let client = try TestClient(sealed.address)
            client.send("GET /echo HTTP/1.1\nHost: x\n\n")
            client.finishSending()
            let text = try #require(await client.textToEnd())
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            #expect(text.contains("https://"))
            #expect(text.contains("Connection: close"))
        }
    }

    @Test("certificates between the server's and the root are shown")
    func chain() async throws {
        try await withSealedServer(certificate: "chain", key: "distant") { sealed in
            let echo = try await sealed.curl("/echo", "-d", "hi")
            #expect(echo == "hi")
        }
    }
}
