import HTTP
import HTTPTypes

/// Speaks HTTP/2: every stream is a request of its own.
final class HTTP2Driver: ConnectionDriver {
    /// The session's output is taken in portions of about this many bytes.
    private static let portion = 256 << 10

    /// A request that is not answered yet.
    private struct Exchange {
        var account: RequestAccount
        /// Who answers it once it is whole, and for which route.
        let handler: any RequestHandler
        let route: UInt8
        /// Once the handler has it.
        var cancellation: Cancellation?
    }

    private let services: ConnectionServices
    private let client: Client
    private let session: HTTP2Session
    /// The requests whose heads have come and that are not answered, by stream.
    private var exchanges: [Int32: Exchange] = [:]
    /// Since when bodies arrive and what they hold, by stream.
    private var arriving: [Int32: (since: ContinuousClock.Instant, memory: MemoryLease)] = [:]
    /// The open streams that the metrics know of.
    private var countedStreams = 0
    /// The requests that handlers have, also those of streams that are closed.
    private var running = 0
    private var hasFailed = false
    private var hasInputEnded = false
    private var requestsBegun = 0

    /// Makes a driver whose client still has to send the preface.
    init(services: ConnectionServices, client: Client) throws(HTTPError) {
        self.services = services
        self.client = client
        session = try HTTP2Session(limits: services.limits.message, http2: services.limits.http2)
        if services.isDraining { session.beginShutdown() }
        session.grantsBody = { [unowned self] stream, bytes in grant(bytes, to: stream) }
    }

    /// Takes over from HTTP/1.1 with the request that asked for it.
    func upgrade(_ upgrade: HTTP1Session.Upgrade) throws(HTTPError) {
        try session.upgrade(settings: upgrade.settings, request: upgrade.request)
    }

    func receive(_ input: Span<UInt8>, _ output: inout OutputBuffer) {
        attempt { () throws(HTTPError) in try session.receive(input) }
        takeEvents()
        if session.hasFailed { cancel() }
    }

    func complete(
        _ request: UInt64, with response: ServerResponse, holding memory: MemoryLease,
        _ output: inout OutputBuffer
    ) {
        running -= 1
        let stream = Int32(truncatingIfNeeded: request)
        guard let exchange = exchanges.removeValue(forKey: stream) else { return }
        answer(stream, response, exchange.account)
    }

    func advance(_ output: inout OutputBuffer) -> Bool {
        takeEvents()
        attempt { () throws(HTTPError) in try session.fill(&output, upTo: Self.portion) }
        countStreams(session.openStreams)
        return true
    }

    func inputEnded() { hasInputEnded = true }

    func cancel() { for exchange in exchanges.values { exchange.cancellation?.cancel() } }

    func abandon() {
        cancel()
        for exchange in exchanges.values {
            services.abandon(exchange.account, of: client, by: .http2)
        }
        exchanges.removeAll()
        countStreams(0)
    }

    func drain() { session.beginShutdown() }

    func timeOut(_ output: inout OutputBuffer) {
        session.terminate()
        _ = advance(&output)
        hasFailed = true
    }

    var standing: Standing {
        Standing(
            acceptsInput: !hasFailed && !session.hasFailed, activity: activity,
            requestsBegun: requestsBegun, ending: ending, heldBytes: session.heldBytes)
    }

    func review(now: ContinuousClock.Instant) -> Bool {
        session.review(now: now, limits: services.limits.transfer)
    }

    /// Slow bodies and answers are the streams' own affair: `review` ends them one by one.
    private var activity: Activity {
        if session.isInsideHead { return .head }
        return session.openStreams == 0 ? .idle : .answering
    }

    private var ending: Ending {
        // What the client has sent and nobody reads would make the kernel discard the GOAWAY.
        if hasFailed || session.hasFailed { return .linger }
        // The client may be sending still, if only what it owes to flow control.
        if session.isFinished { return hasInputEnded ? .close : .linger }
        return hasInputEnded && running == 0 && !session.wantsToSend ? .close : .open
    }

    private func takeEvents() {
        for event in session.takeEvents() {
            switch event {
            case .head(let stream, let head):
                announce(stream, head)
            case .request(let stream, let head, let body, let wasAnnounced):
                if !wasAnnounced { announce(stream, head) }
                guard session.awaitsAnswer(stream), let exchange = exchanges[stream] else {
                    continue
                }
                submit(stream, head, body, exchange)
            case .refused(let stream, let error):
                let account = exchanges.removeValue(forKey: stream)?.account
                answer(stream, ServerResponse(error), account ?? services.account(of: nil))
            case .closed(let stream):
                arriving.removeValue(forKey: stream)
                guard let exchange = exchanges.removeValue(forKey: stream) else { continue }
                exchange.cancellation?.cancel()
                services.abandon(exchange.account, of: client, by: .http2)
            }
        }
    }

    /// Looks at a head, and answers it or keeps who will.
    private func announce(_ stream: Int32, _ head: HTTPRequest) {
        requestsBegun += 1
        services.metrics.streams.add()
        let account = services.account(of: head)
        switch services.responder.receive(head, arrival: services.arrival) {
        case .answered(let response):
            answer(stream, response, account)
        case .awaited(let handler, let route):
            exchanges[stream] = Exchange(account: account, handler: handler, route: route)
            if head.headerFields.text(of: .expect)?.lowercased() == "100-continue" {
                attempt { () throws(HTTPError) in try session.sendContinue(to: stream) }
            }
        }
    }

    /// Hands a request on, unless the client has too many with handlers already: a client that
    /// resets its streams has few open and many running.
    private func submit(
        _ stream: Int32, _ head: HTTPRequest, _ body: [UInt8], _ exchange: Exchange
    ) {
        var exchange = exchange
        exchange.account.receivedBytes = body.count
        guard running < services.limits.http2.runningRequests else {
            exchanges.removeValue(forKey: stream)
            answer(
                stream,
                .failure(
                    .serviceUnavailable, "too many requests of this connection are running",
                    fields: [.retryAfter: "1"]), exchange.account)
            return
        }
        let (arrival, memory) =
            arriving.removeValue(forKey: stream) ?? (services.arrival, services.memory.makeLease())
        let cancellation = Cancellation()
        exchange.cancellation = cancellation
        exchanges[stream] = exchange
        running += 1
        services.submit(
            head, body: body, arrival: arrival, memory: memory, to: exchange.handler,
            route: exchange.route, number: UInt64(stream), of: client, cancellation: cancellation)
    }

    /// Takes memory for a body of so many bytes.
    private func grant(_ bytes: Int, to stream: Int32) -> Bool {
        // A body of unknown length; its head is there already.
        guard bytes > 0 else { return services.memory.hasRoom(for: 1) }
        let memory = arriving[stream]?.memory ?? services.memory.makeLease()
        // While bytes are moved they are there twice.
        guard memory.grow(by: bytes) else { return false }
        memory.settle(at: bytes)
        if arriving[stream] == nil { arriving[stream] = (services.arrival, memory) }
        return true
    }

    private func answer(
        _ stream: Int32, _ response: ServerResponse, _ account: RequestAccount
    ) {
        arriving.removeValue(forKey: stream)
        attempt { () throws(HTTPError) in
            try session.respond(
                to: stream, with: response.head, body: response.body, stamp: services.stamp)
        }
        services.close(
            account, of: client, by: .http2, with: response, isHead: account.head?.method == .head)
    }

    private func countStreams(_ open: Int) {
        guard open != countedStreams else { return }
        services.metrics.openStreams.add(open - countedStreams)
        countedStreams = open
    }

    /// Does something that fails only when the whole connection has failed.
    private func attempt(_ body: () throws(HTTPError) -> Void) {
        do { try body() } catch { hasFailed = true }
    }
}
