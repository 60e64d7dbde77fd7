import Fixtures
import Testing

@testable import Server

/// A server that speaks TLS, and the certificates around it.
struct SealedServer {
    let files: TestCertificates
    let certificates: ServerCertificates
    let server: HTTPServer
    let responder: TestResponder
    let address: SocketAddress

    /// Runs `curl` against the server, trusting its authority, and gives what it printed.
    func curl(_ path: String, _ options: String...) async throws -> String {
        try #require(
            try await run(
                "curl",
                ["-sS", "--cacert", files.path("authority.pem")] + options
                    + ["https://\(address)\(path)"]))
    }

    /// Runs `openssl s_client` against the server with text for its input.
    ///
    /// Line feeds stand for CR LF. Afterwards it waits for the server to close.
    func sClient(_ options: String, sending text: String = "") async throws -> String {
        let text = text.replacing("\n", with: #"\r\n"#)
        return try #require(
            try await run(
                "bash",
                [
                    "-c",
                    "printf '\(text)' | openssl s_client -connect \(address) "
                        + "-CAfile \(files.path("authority.pem")) -ign_eof \(options)",
                ]))
    }
}

/// Runs a server with the certificate `server.pem` for the length of `body`.
func withSealedServer(
    certificate: String = "server", key: String = "server",
    clients: (TestCertificates) -> TLSConfiguration.ClientCertificates? = { _ in nil },
    limits: ServerLimits = ServerLimits(), metrics: ServerMetrics = ServerMetrics(),
    _ body: (SealedServer) async throws -> Void
) async throws {
    let files = try TestCertificates()
    let certificates = try ServerCertificates(
        TLSConfiguration(
            certificatePath: files.path("\(certificate).pem"), keyPath: files.path("\(key).key"),
            clientCertificates: clients(files)))
    try await withServer(limits: limits, certificates: certificates, metrics: metrics) {
        server, responder, address in
        try await body(
            SealedServer(
                files: files, certificates: certificates, server: server, responder: responder,
                address: address))
    }
}
