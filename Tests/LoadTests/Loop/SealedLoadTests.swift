import Fixtures
import Server
import Testing

@testable import Load

@Suite("Load on a server that speaks TLS", .timeLimit(.minutes(2)))
struct SealedLoadTests {
    private let files: TestCertificates
    private let certificates: ServerCertificates

    init() throws {
        files = try TestCertificates()
        certificates = try ServerCertificates(
            TLSConfiguration(
                certificatePath: files.path("server.pem"), keyPath: files.path("server.key")))
    }

    private var trust: LoadPlan.Trust { .authorities(path: files.path("authority.pem")) }

    @Test(
        "every request is answered once and counted",
        arguments: [
            (LoadPlan.WireProtocol.http1, 4, 1, 1), (.http2, 3, 16, 1), (.http2, 4, 8, 2),
        ])
    func counting(
        wireProtocol: LoadPlan.WireProtocol, connections: Int, streams: Int, threads: Int
    ) async throws {
        let echo = LoadRequest(method: "POST", path: "/echo", body: Array("hello".utf8))
        let (result, responder) = try await load([echo], certificates: certificates) { plan in
            plan.tls = trust
            plan.wireProtocol = wireProtocol
            plan.connections = connections
            plan.streams = streams
            plan.threads = threads
            plan.requestCount = 1_001
        }
        #expect(result.statuses == [200: 1_001])
        #expect(result.failures == [:])
        #expect(responder.requests("/echo") == 1_001)
    }

    @Test("large bodies go out and come back whole", arguments: LoadPlan.WireProtocol.allCases)
    func largeBodies(wireProtocol: LoadPlan.WireProtocol) async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let echo = LoadRequest(method: "POST", path: "/echo", body: body)
        let (result, responder) = try await load([echo], certificates: certificates) { plan in
            plan.tls = .anything
            plan.wireProtocol = wireProtocol
            plan.connections = 2
            plan.requestCount = 6
        }
        #expect(result.statuses == [200: 6])
        #expect(result.bodyBytes == 6 * body.count)
        #expect(responder.bodies == [body])
    }

    @Test("a server that ends its connections is connected to again")
    func closing() async throws {
        let close = LoadRequest(path: "/close")
        let (result, _) = try await load([close], certificates: certificates) { plan in
            plan.tls = trust
            plan.connections = 2
            plan.requestCount = 20
        }
        #expect(result.statuses == [200: 20])
        #expect(result.failures == [:])
    }

    @Test("a server with another authority's certificate, or without TLS, is an error that says so")
    func refusals() async throws {
        let health = LoadRequest(path: "/echo")
        let system = await #expect(throws: LoadError.self) {
            _ = try await load([health], certificates: certificates) { $0.tls = .system }
        }
        #expect(system?.description.contains("its certificate is refused") == true)
        let plain = await #expect(throws: LoadError.self) {
            _ = try await load([health]) { $0.tls = .anything }
        }
        #expect(plain?.description.contains("no TLS with 127.0.0.1") == true)
        let missing = await #expect(throws: LoadError.self) {
            _ = try await load([health], certificates: certificates) {
                $0.tls = .authorities(path: files.path("missing.pem"))
            }
        }
        #expect(missing?.description.contains("missing.pem") == true)
    }
}
