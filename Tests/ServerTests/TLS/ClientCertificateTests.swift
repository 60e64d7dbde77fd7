import Testing

@testable import Server

@Suite struct ClientCertificateTests {
    private func curl(
        required: Bool, as name: String?, version: String
    ) async throws -> String {
        var text = ""
        try await withSealedServer(clients: {
            .init(authoritiesPath: $0.path("authority.pem"), areRequired: required)
        }) { sealed in
            let own = name.map {
                ["--cert", sealed.files.path("\($0).pem"), "--key", sealed.files.path("\($0).key")]
            }
            text = try #require(
                try await run(
                    "curl",
                    ["-sS", "--cacert", sealed.files.path("authority.pem"), "-d", "hello", version]
                        + (own ?? []) + ["https://\(sealed.address)/echo"]))
        }
        return text
    }

    @Test("a client with a certificate of the authority is served", arguments: [true, false])
    func known(required: Bool) async throws {
        #expect(try await curl(required: required, as: "client", version: "--http2") == "hello")
        #expect(try await curl(required: required, as: "client", version: "--http1.1") == "hello")
    }

    @Test("a client without one is served only where none is required")
    func none() async throws {
        #expect(try await curl(required: false, as: nil, version: "--http2") == "hello")
        let text = try await curl(required: true, as: nil, version: "--http2")
        #expect(text.contains("alert certificate required"))
    }

    @Test("a client with another authority's is refused", arguments: [true, false])
    func stranger(required: Bool) async throws {
        let text = try await curl(required: required, as: "intruder", version: "--http1.1")
        #expect(text.contains("alert unknown ca"))
    }

    @Test("a client with a certificate that is for something else is refused")
    func otherUse() async throws {
        let text = try await curl(required: true, as: "mail", version: "--http1.1")
        #expect(text.contains("alert unsupported certificate"))
    }
}
