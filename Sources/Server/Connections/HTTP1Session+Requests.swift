import HTTP
import HTTPTypes

extension HTTP1Session {
    /// The longest body that is read over behind an early answer so that the connection can be kept.
    ///
    /// In the clear the kernel drops it, which costs less than another connection; inside TLS it is
    /// opened.
    private var longestUnwantedBody: Int { services.certificates == nil ? .max : 64 << 10 }

    /// Acts on what the parser found.
    mutating func take(_ event: RequestEvent, _ input: Span<UInt8>, _ output: inout OutputBuffer) {
        switch event {
        case .head(let head):
            begin(head, &output)
        case .body(let range):
            let isKept = incoming?.body.append(input.extracting(range))
            if isKept == false { refuse(.outOfMemory, &output) }
        case .end:
            finish()
        }
    }

    /// Answers bytes that are no request this server takes, and reads no more.
    ///
    /// A client that begins with what is not HTTP at all gets no answer: it would not understand it.
    mutating func refuse(_ error: HTTPError, _ output: inout OutputBuffer) {
        if error == .notHTTP, requestsBegun == 0 {
            isDeaf = true
            chosenEnding = .close
            return
        }
        refuse(ServerResponse(error), &output)
    }

    /// Gives an answer to bytes that are no request this server takes, and reads no more.
    mutating func refuse(_ answer: ServerResponse, _ output: inout OutputBuffer) {
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

    private mutating func begin(_ head: RequestHead, _ output: inout OutputBuffer) {
        requestsBegun += 1
        if let settings = head.upgradeSettings, head.framing == .none, exchanges.isEmpty,
            services.takesUpgrades
        {
            upgrade = Upgrade(settings: settings, request: head.request)
            isDeaf = true
            return
        }
        let account = services.account(of: head.request)
        switch services.responder.receive(head.request, arrival: services.arrival) {
        case .answered(let answer):
            answerEarly(head, account, answer, &output)
        case .awaited(let handler, let route):
            var body = IncomingBody(
                memory: services.memory.makeLease(), arrival: services.arrival,
                limit: services.limits.message.bodyBytes)
            if case .length(let length) = head.framing, !body.reserve(length) {
                answerEarly(head, account, ServerResponse(HTTPError.outOfMemory), &output)
                return
            }
            incoming = Incoming(
                head: head, account: account, handler: handler, route: route, body: body)
            owesContinue = head.expectsContinue
        }
    }

    /// Answers before the body has come; a client that may send none, or one that costs much to read
    /// over, loses its connection.
    private mutating func answerEarly(
        _ head: RequestHead, _ account: RequestAccount, _ answer: ServerResponse,
        _ output: inout OutputBuffer
    ) {
        let isBodyReadOver =
            switch head.framing {
            case .none: true
            case .length(let length): length <= longestUnwantedBody && !head.expectsContinue
            case .chunked: false
            }
        let keepsAlive = head.keepsAlive && isBodyReadOver
        let connection = ResponseSerializer.Connection(
            version: head.version, keepsAlive: keepsAlive)
        let isHead = head.request.method == .head
        // Where nothing comes before it, and it can't turn out to be the last, it need not wait.
        guard !exchanges.isEmpty || services.isDraining || !keepsAlive else {
            write(answer, to: account, connection, isHead: isHead, &output)
            return
        }
        exchanges.append(
            Exchange(
                connection: connection, isHead: isHead, lingers: head.framing != .none,
                account: account, answer: answer))
        if !keepsAlive { isDeaf = true }
    }

    private mutating func finish() {
        guard let incoming else { return }
        self.incoming = nil
        owesContinue = false
        let head = incoming.head
        let number = firstExchange + UInt64(exchanges.count)
        exchanges.append(
            Exchange(
                connection: .init(version: head.version, keepsAlive: head.keepsAlive),
                isHead: head.request.method == .head, lingers: false,
                account: incoming.closedAccount))
        if !head.keepsAlive { isDeaf = true }
        services.submit(
            head.request, body: incoming.body.bytes, arrival: incoming.body.arrival,
            memory: incoming.body.memory, to: incoming.handler, route: incoming.route,
            number: number, of: client, cancellation: cancellation)
    }
}
