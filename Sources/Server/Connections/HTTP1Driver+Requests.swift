import HTTP
import HTTPTypes

extension HTTP1Driver {
    /// The longest body that is read over after a refusal so that the connection can be kept.
    private static let discardedBody = 64 << 10

    /// Acts on what the parser found.
    func take(_ event: RequestEvent, _ input: Span<UInt8>, _ output: inout OutputBuffer) {
        switch event {
        case .head(let head):
            begin(head, &output)
        case .body(let range):
            guard incoming?.isRefused == false else { return }
            let isKept = incoming?.body.append(input.extracting(range))
            if isKept == false { refuse(.outOfMemory, &output) }
        case .end:
            finish()
        }
    }

    /// Answers bytes that are no request this server takes, and reads no more.
    ///
    /// A client that begins with what is not HTTP at all gets no answer: it would not understand it.
    func refuse(_ error: HTTPError, _ output: inout OutputBuffer) {
        if error == .notHTTP, requestsBegun == 0 {
            isDeaf = true
            chosenEnding = .close
            return
        }
        refuse(ServerResponse(error), &output)
    }

    /// Gives an answer to bytes that are no request this server takes, and reads no more.
    func refuse(_ answer: ServerResponse, _ output: inout OutputBuffer) {
        isDeaf = true
        let account = incoming?.closedAccount ?? services.account(of: nil)
        incoming = nil
        owesContinue = false
        exchanges.append(
            Exchange(
                connection: .init(version: .http11, keepsAlive: false), isHead: false,
                lingers: true, account: account, answer: answer))
        writeAnswers(&output)
    }

    private func begin(_ head: RequestHead, _ output: inout OutputBuffer) {
        requestsBegun += 1
        var incoming = Incoming(
            head: head, account: services.account(of: head.request),
            body: IncomingBody(
                memory: services.memory.makeLease(), arrival: services.now,
                limit: services.limits.message.bodyBytes))
        if let refusal = services.responder.refusal(of: head.request) ?? reserve(&incoming) {
            incoming.isRefused = true
            answerEarly(incoming, refusal, &output)
        } else if head.expectsContinue {
            owesContinue = true
            writeAnswers(&output)
        }
        self.incoming = incoming
    }

    /// Makes room for a body of known length; the answer where there is none.
    private func reserve(_ incoming: inout Incoming) -> ServerResponse? {
        guard case .length(let length) = incoming.head.framing else { return nil }
        return incoming.body.reserve(length) ? nil : ServerResponse(HTTPError.outOfMemory)
    }

    /// Answers before the body has come; a client that would send a long one loses its connection.
    private func answerEarly(
        _ incoming: Incoming, _ refusal: ServerResponse, _ output: inout OutputBuffer
    ) {
        let head = incoming.head
        let isBodySmall =
            switch head.framing {
            case .none: true
            case .length(let length): length <= Self.discardedBody && !head.expectsContinue
            case .chunked: false
            }
        exchanges.append(
            Exchange(
                connection: .init(
                    version: head.version, keepsAlive: head.keepsAlive && isBodySmall),
                isHead: head.request.method == .head, lingers: head.framing != .none,
                account: incoming.account, answer: refusal))
        if !(head.keepsAlive && isBodySmall) { isDeaf = true }
        writeAnswers(&output)
    }

    private func finish() {
        guard let incoming else { return }
        self.incoming = nil
        owesContinue = false
        guard !incoming.isRefused else { return }
        let head = incoming.head
        // Inside TLS the handshake alone chooses HTTP/2 (RFC 9113 section 3.1).
        if services.certificates == nil, let settings = head.upgradeSettings, head.framing == .none,
            exchanges.isEmpty
        {
            upgrade = Upgrade(settings: settings, request: head.request)
            isDeaf = true
            return
        }
        let number = firstExchange + UInt64(exchanges.count)
        exchanges.append(
            Exchange(
                connection: .init(version: head.version, keepsAlive: head.keepsAlive),
                isHead: head.request.method == .head, lingers: false,
                account: incoming.closedAccount))
        if !head.keepsAlive { isDeaf = true }
        services.submit(
            head.request, body: incoming.body.bytes, arrival: incoming.body.arrival,
            memory: incoming.body.memory, number: number, of: client, cancellation: cancellation)
    }
}
