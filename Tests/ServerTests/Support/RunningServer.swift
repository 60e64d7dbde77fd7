@testable import Server

/// Runs a server on a free port for the length of `body`, then cuts off what is left.
func withServer(
    reactors: Int = 2, host: String = "127.0.0.1",
    endOfInput: ServerConfiguration.EndOfInput = .cancels, allowsUpgrade: Bool = true,
    limits: ServerLimits = ServerLimits(),
    certificates: ServerCertificates? = nil, observers: [any RequestObserver] = [],
    metrics: ServerMetrics = ServerMetrics(),
    _ body: (HTTPServer, TestResponder, SocketAddress) async throws -> Void
) async throws {
    let responder = TestResponder()
    let server = HTTPServer(
        configuration: ServerConfiguration(
            host: host, port: 0, reactors: reactors, endOfInput: endOfInput,
            allowsUpgrade: allowsUpgrade, limits: limits),
        responder: responder, certificates: certificates, observers: observers, metrics: metrics)
    await Turnstile.servers.enter()
    let outcome: Result<Void, any Error>
    do {
        let address = try await server.start()
        try await body(server, responder, address)
        outcome = .success(())
    } catch {
        outcome = .failure(error)
    }
    await server.drain(grace: .zero)
    await Turnstile.servers.leave()
    try outcome.get()
}
