import HTTPTypes
import Server
import Testing

@testable import steady

@Suite("Health probe", .timeLimit(.minutes(1)))
struct HealthProbeTests {
    private struct Fixed: Responder {
        let status: HTTPResponse.Status

        func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
            let isReadiness = head.path == "/health/ready"
            return .answered(
                ServerResponse(head: HTTPResponse(status: isReadiness ? status : .notFound)))
        }
    }

    private func probe(port: Int) -> HealthProbe {
        HealthProbe(host: "127.0.0.1", port: port, timeout: .seconds(20))
    }

    @Test("gives the status of the server's readiness", arguments: [200, 503])
    func status(code: Int) async throws {
        let server = HTTPServer(
            configuration: ServerConfiguration(port: 0),
            responder: Fixed(status: HTTPResponse.Status(code: code)))
        let address = try await server.start()
        #expect(try probe(port: address.port).status() == code)
        await server.drain()
    }

    @Test("a port where nobody listens is an error that names it")
    func unreachable() async throws {
        let server = HTTPServer(
            configuration: ServerConfiguration(port: 0), responder: Fixed(status: .ok))
        let port = try await server.start().port
        await server.drain()
        let error = try #require(throws: HealthProbe.Failure.self) {
            try probe(port: port).status()
        }
        #expect(error.description.contains("127.0.0.1 port \(port)"))
    }
}
