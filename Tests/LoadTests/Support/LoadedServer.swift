import Dispatch
import Foundation
import HTTPTypes
import Server
import Synchronization

@testable import Load

/// Answers as the path says, and counts.
///
/// `/echo` sends the body back, `/late` answers its first request after a fifth of a second and the
/// others at once, `/never` keeps its requests, `/close` ends the connection with its answer.
final class CountingResponder: Responder, RequestHandler {
    private struct Counts {
        var requests: [String: Int] = [:]
        var kept: [Reply] = []
        var bodies: Set<[UInt8]> = []
    }

    static let lateness = DispatchTimeInterval.milliseconds(200)
    private let counts = Mutex(Counts())

    /// The number of requests for a path.
    func requests(_ path: String) -> Int { counts.withLock { $0.requests[path] ?? 0 } }

    /// The bodies that came.
    var bodies: Set<[UInt8]> { counts.withLock { $0.bodies } }

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        .awaited(by: self)
    }

    func respond(to request: ServerRequest, reply: Reply) {
        let path = request.head.path ?? ""
        let count = counts.withLock { counts in
            counts.requests[path, default: 0] += 1
            counts.bodies.insert(request.body)
            return counts.requests[path] ?? 0
        }
        let ok = ServerResponse(head: HTTPResponse(status: .ok), body: request.body)
        switch path {
        case "/echo": reply.send(ok)
        case "/late" where count == 1:
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.lateness) { reply.send(ok) }
        case "/late": reply.send(ok)
        case "/never": counts.withLock { $0.kept.append(reply) }
        case "/close":
            var response = ok
            response.head.headerFields[.connection] = "close"
            reply.send(response)
        default: reply.send(ServerResponse(head: HTTPResponse(status: .notFound)))
        }
    }
}

/// Runs a plan of `request` against a server of its own.
func load(
    _ requests: [LoadRequest], certificates: ServerCertificates? = nil,
    _ change: (inout LoadPlan) -> Void
) async throws -> (result: LoadResult, responder: CountingResponder) {
    let responder = CountingResponder()
    let server = HTTPServer(
        configuration: ServerConfiguration(port: 0), responder: responder,
        certificates: certificates)
    let address = try await server.start()
    var plan = LoadPlan(host: address.host, port: address.port, requests: requests)
    plan.warmUp = .zero
    // Far more than any test takes: those that end by their number of requests end earlier.
    plan.duration = .seconds(60)
    plan.timeout = .seconds(30)
    change(&plan)
    let made = plan
    let result = await withCheckedContinuation { continuation in
        Thread { continuation.resume(returning: Result { try made.run() }) }.start()
    }
    await server.drain(grace: .zero)
    return (try result.get(), responder)
}
