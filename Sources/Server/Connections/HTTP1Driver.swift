import HTTP

/// Speaks HTTP/1.0 and 1.1 on one connection.
final class HTTP1Driver: ConnectionDriver {
    private var session: HTTP1Session

    init(services: ConnectionServices, client: Client) {
        session = HTTP1Session(services: services, client: client)
    }

    func receive(_ input: Span<UInt8>, _ output: inout OutputBuffer) {
        session.receive(input, &output)
    }

    func skip(_ count: Int) { session.skip(count) }

    func complete(
        _ request: UInt64, with response: ServerResponse, holding memory: MemoryLease,
        _ output: inout OutputBuffer
    ) {
        session.complete(request, with: response, holding: memory, &output)
    }

    func advance(_ output: inout OutputBuffer) -> Bool { session.advance(&output) }

    func inputEnded() { session.inputEnded() }

    func cancel() { session.cancel() }

    func abandon() { session.abandon() }

    /// The next answer says that it is the last; an idle connection is left to its clock, since its
    /// client may be sending a request.
    func drain() {}

    func review(now: ContinuousClock.Instant) -> Bool { session.review() }

    func timeOut(_ output: inout OutputBuffer) { session.timeOut(&output) }

    /// Gives an answer to bytes that are no request this server takes, and reads no more.
    func refuse(_ answer: ServerResponse, _ output: inout OutputBuffer) {
        session.refuse(answer, &output)
    }

    var standing: Standing { session.standing }

    /// Set when the connection is to go on in HTTP/2.
    var upgrade: HTTP1Session.Upgrade? { session.upgrade }

    /// Takes the input that came behind a request that upgrades the connection.
    func takeLeftover() -> [UInt8] { session.takeLeftover() }
}
