import HTTPTypes
import Synchronization

@testable import Server

/// Answers as the path says.
///
/// `/echo` sends the body back, `/large` many bytes; `/hold` keeps the reply until a test releases
/// it, `/drop` loses it; `/refused` is refused before its body with 403, and `/now` answered before
/// its body.
final class TestResponder: Responder, RequestHandler {
    struct Held {
        let request: ServerRequest
        let reply: Reply
    }

    private let held = Mutex<[Held]>([])
    private let heads = Mutex<[String]>([])
    static let largeBody = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    /// The paths whose heads were shown, in their order.
    var announced: [String] { heads.withLock { $0 } }

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        heads.withLock { $0.append(head.path ?? "") }
        switch head.path {
        case "/refused": return .answered(.failure(.forbidden, "not here"))
        case "/now":
            var answer = ServerResponse(head: HTTPResponse(status: .ok), body: Array("now".utf8))
            answer.notes.route = 7
            return .answered(answer)
        default: return .awaited(by: self, route: 9)
        }
    }

    func respond(to request: ServerRequest, reply: Reply) {
        switch request.head.path ?? "" {
        case "/echo":
            reply.send(ServerResponse(head: HTTPResponse(status: .ok), body: request.body))
        case "/large":
            reply.send(ServerResponse(head: HTTPResponse(status: .ok), body: Self.largeBody))
        case let path where path.hasPrefix("/hold"):
            held.withLock { $0.append(Held(request: request, reply: reply)) }
        case "/drop": break
        default: reply.send(.failure(.notFound, "no \"\(request.head.path ?? "")\""))
        }
    }

    /// The requests whose replies are kept, once there are `count`; fewer if none more come.
    func requests(_ count: Int) async -> [Held] {
        await eventually { self.held.withLock { $0.count >= count } }
        return held.withLock { $0 }
    }

    /// Answers a kept request with its path and lets go of it.
    func release(_ path: String) {
        let found = held.withLock { held -> Held? in
            held.firstIndex { $0.request.head.path == path }.map { held.remove(at: $0) }
        }
        found?.reply.send(ServerResponse(head: HTTPResponse(status: .ok), body: Array(path.utf8)))
    }
}

extension Responder {
    /// The answer to a head alone; nil where the body is to come.
    func answer(to head: HTTPRequest) -> ServerResponse? {
        guard case .answered(let answer) = receive(head, arrival: .now) else { return nil }
        return answer
    }
}

/// Waits until something holds, for at most ten seconds; says whether it came to hold.
@discardableResult
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(2))
    }
    return condition()
}
