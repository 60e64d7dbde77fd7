import HTTP
import HTTPTypes

/// Speaks HTTP/2: every stream is a request of its own.
final class HTTP2Driver: ConnectionDriver {
    /// The session's output is taken in portions of about this many bytes.
    private static let portion = 256 << 10

    private let services: ConnectionServices
    private let client: Client
    private let session: HTTP2Session
    /// The requests that the responder has, by stream.
    private var cancellations: [Int32: Cancellation] = [:]
    /// Since when bodies arrive and what they hold, by stream.
    private var arriving: [Int32: (since: ContinuousClock.Instant, memory: MemoryLease)] = [:]
    /// The requests that the responder has and those it has for streams that are closed.
    private var running = 0
    private var hasFailed = false
    private var hasInputEnded = false
    private(set) var requestsBegun = 0

    /// Makes a driver whose client still has to send the preface.
    init(services: ConnectionServices, client: Client) throws(HTTPError) {
        self.services = services
        self.client = client
        session = try HTTP2Session(limits: services.limits.message, http2: services.limits.http2)
        if services.isDraining { session.beginShutdown() }
        session.grantsBody = { [unowned self] stream, bytes in grant(bytes, to: stream) }
    }

    /// Takes over from HTTP/1.1 with the request that asked for it.
    func upgrade(_ upgrade: HTTP1Driver.Upgrade) throws(HTTPError) {
        try session.upgrade(settings: upgrade.settings, request: upgrade.request)
    }

    func receive(_ input: Span<UInt8>, _ output: inout OutputBuffer) {
        attempt { () throws(HTTPError) in try session.receive(input) }
        takeEvents()
    }

    func complete(
        _ request: UInt64, with response: ServerResponse, holding memory: MemoryLease,
        _ output: inout OutputBuffer
    ) {
        running -= 1
        let stream = Int32(truncatingIfNeeded: request)
        guard cancellations.removeValue(forKey: stream) != nil else { return }
        answer(stream, response)
    }

    func advance(_ output: inout OutputBuffer) {
        takeEvents()
        attempt { () throws(HTTPError) in try session.fill(&output, upTo: Self.portion) }
    }

    func inputEnded() {
        hasInputEnded = true
        if services.configuration.endOfInput == .cancels { cancel() }
    }

    func cancel() { for cancellation in cancellations.values { cancellation.cancel() } }

    func drain() { session.beginShutdown() }

    func timeOut(_ output: inout OutputBuffer) {
        session.terminate()
        advance(&output)
        hasFailed = true
    }

    var heldBytes: Int { session.unsentBytes }

    var acceptsInput: Bool { !hasFailed }

    var activity: Activity {
        if session.openStreams == 0 { return .idle }
        return session.incompleteRequests > 0 ? .body : .answering
    }

    var ending: Ending {
        if hasFailed || session.isFinished { return .close }
        return hasInputEnded && running == 0 && !session.wantsToSend ? .close : .open
    }

    private func takeEvents() {
        for event in session.takeEvents() {
            switch event {
            case .head(let stream, let head):
                announce(stream, head)
            case .request(let stream, let head, let body, let wasAnnounced):
                if !wasAnnounced { announce(stream, head) }
                if session.awaitsAnswer(stream) { submit(stream, head, body) }
            case .refused(let stream, let error):
                answer(stream, ServerResponse(error))
            case .closed(let stream):
                cancellations.removeValue(forKey: stream)?.cancel()
                arriving.removeValue(forKey: stream)
            }
        }
    }

    private func announce(_ stream: Int32, _ head: HTTPRequest) {
        requestsBegun += 1
        if let refusal = services.responder.refusal(of: head) {
            answer(stream, refusal)
        } else if head.headerFields[.expect]?.lowercased() == "100-continue" {
            attempt { () throws(HTTPError) in try session.sendContinue(to: stream) }
        }
    }

    /// Hands a request on, unless the client has too many with the responder already: a client
    /// that resets its streams has few open and many running.
    private func submit(_ stream: Int32, _ head: HTTPRequest, _ body: [UInt8]) {
        guard running < 2 * services.limits.http2.concurrentStreams else {
            answer(
                stream,
                .failure(
                    .serviceUnavailable, "too many requests of this connection are running",
                    fields: [.retryAfter: "1"]))
            return
        }
        let (arrival, memory) =
            arriving.removeValue(forKey: stream) ?? (services.now, services.memory.makeLease())
        let cancellation = Cancellation()
        cancellations[stream] = cancellation
        running += 1
        services.submit(
            head, body: body, arrival: arrival, memory: memory, number: UInt64(stream), of: client,
            cancellation: cancellation)
    }

    /// Takes memory for a body of so many bytes.
    private func grant(_ bytes: Int, to stream: Int32) -> Bool {
        let memory = arriving[stream]?.memory ?? services.memory.makeLease()
        // While bytes are moved they are there twice.
        guard memory.grow(by: bytes) else { return false }
        memory.settle(at: bytes)
        if arriving[stream] == nil { arriving[stream] = (services.now, memory) }
        return true
    }

    private func answer(_ stream: Int32, _ response: ServerResponse) {
        arriving.removeValue(forKey: stream)
        attempt { () throws(HTTPError) in
            try session.respond(
                to: stream, with: response.head, body: response.body, stamp: services.stamp)
        }
    }

    /// Does something that fails only when the whole connection has failed.
    private func attempt(_ body: () throws(HTTPError) -> Void) {
        do { try body() } catch { hasFailed = true }
    }
}
