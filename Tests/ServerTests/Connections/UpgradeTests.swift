import Testing

@testable import HTTP
@testable import Server

@Suite("An upgrade from HTTP/1.1 to HTTP/2") struct UpgradeTests {
    private static let request =
        "GET /echo HTTP/1.1\nHost: x\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n"
        + "HTTP2-Settings: AAMAAABkAAQAAP__\n\n"
    /// Ends the connection in HTTP/1.1.
    private static let last = "GET /echo HTTP/1.1\nHost: x\nConnection: close\n\n"

    /// The first lines of the answers.
    private func answers(_ address: SocketAddress) async throws -> [Substring] {
        let client = try TestClient(address)
        client.send(Self.request + Self.last)
        client.finishSending()
        let text = try #require(await client.textToEnd())
        return text.split(separator: "\r\n").filter { $0.hasPrefix("HTTP/") }
    }

    @Test("is made where it is allowed")
    func allowed() async throws {
        try await withServer { _, _, address in
            // What follows is no HTTP/2, which ends the connection.
            let found = try await answers(address)
            #expect(found == ["HTTP/1.1 101 Switching Protocols"])
        }
    }

    @Test("is passed over where it is not, and the request answered in HTTP/1.1")
    func forbidden() async throws {
        try await withServer(allowsUpgrade: false) { _, _, address in
            let found = try await answers(address)
            #expect(found == ["HTTP/1.1 200 OK", "HTTP/1.1 200 OK"])
        }
    }

    @Test("is passed over where there is no memory for a session")
    func withoutMemory() async throws {
        var limits = ServerLimits()
        limits.memoryBytes = HTTP2Session.emptyBytes - 1
        try await withServer(limits: limits) { _, _, address in
            let found = try await answers(address)
            #expect(found == ["HTTP/1.1 200 OK", "HTTP/1.1 200 OK"])
        }
    }
}
