import HTTPTypes
import Synchronization

/// The one answer a request is owed.
///
/// Any thread may send; the first answer counts and later ones are dropped. A reply that goes away
/// unanswered sends 500, so that no client waits for ever.
public final class Reply: Sendable {
    private let answered = Atomic<Bool>(false)
    private let route = Atomic<UInt8>(0)
    private let deliver: @Sendable (ServerResponse) -> Void

    /// Makes a reply whose answer goes to `deliver`, which is called once and must not block.
    public init(deliver: @escaping @Sendable (ServerResponse) -> Void) { self.deliver = deliver }

    deinit {
        guard !answered.load(ordering: .relaxed) else { return }
        send(.failure(.internalServerError, "the request was lost inside the server"))
    }

    /// Has the answer carry the responder's number for what stands at the path.
    public func note(route number: UInt8) { route.store(number, ordering: .relaxed) }

    /// Sends the answer.
    public func send(_ response: ServerResponse) {
        guard !answered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var response = response
        let number = route.load(ordering: .relaxed)
        if number != 0 { response.notes.route = number }
        deliver(response)
    }
}
