import HTTPTypes
import Synchronization

/// The one answer a request is owed.
///
/// Any thread may send; the first answer counts and later ones are dropped. A reply that goes away
/// unanswered sends 500, so that no client waits for ever.
public final class Reply: Sendable {
    private let answered = Atomic<Bool>(false)
    private let route: UInt8
    private let deliver: @Sendable (ServerResponse) -> Void

    /// Makes a reply.
    ///
    /// - Parameters:
    ///   - route: what the answer's notes are to have as their `route`, whatever they say.
    ///   - deliver: where the answer goes; called once, and must not block.
    public init(route: UInt8 = 0, deliver: @escaping @Sendable (ServerResponse) -> Void) {
        self.route = route
        self.deliver = deliver
    }

    deinit {
        guard !answered.load(ordering: .relaxed) else { return }
        send(.failure(.internalServerError, "the request was lost inside the server"))
    }

    /// Sends the answer.
    public func send(_ response: ServerResponse) {
        guard !answered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var response = response
        response.notes.route = route
        deliver(response)
    }
}
