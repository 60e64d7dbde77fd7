import HTTPTypes
import Synchronization

@testable import Server

/// Answers as the path says.
///
/// `/echo` sends the body back, `/large` many bytes; `/hold` keeps the reply until a test releases
/// it, `/drop` loses it; `/refused` is refused before its body with 403.
final class TestResponder: Responder {
    struct Held {
        let request: ServerRequest
        let reply: Reply
    }

    private let held = Mutex<[Held]>([])
    private let heads = Mutex<[String]>([])
    static let largeBody = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    /// The paths whose heads were shown, in their order.
    var announced: [String] { heads.withLock { $0 } }

    func refusal(of head: HTTPRequest) -> ServerResponse? {
        heads.withLock { $0.append(head.path ?? "") }
        return head.path == "/refused" ? .failure(.forbidden, "not here") : nil
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
