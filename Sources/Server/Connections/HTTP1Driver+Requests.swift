import HTTP
import HTTPTypes

extension HTTP1Driver {
    /// The longest body that is read over after a refusal so that the connection can be kept.
    private static let discardedBody = 64 << 10
    /// Storage made for a body before its bytes are there.
    private static let reservedBody = 256 << 10

    /// Acts on what the parser found.
    func take(_ event: RequestEvent, _ input: Span<UInt8>, _ output: inout OutputBuffer) {
        switch event {
        case .head(let head):
            begin(head, &output)
        case .body(let range):
            guard incoming?.isRefused == false else { return }
            input.extracting(range).withUnsafeBufferPointer {
                incoming?.body.append(contentsOf: $0)
            }
        case .end:
            finish()
        }
    }

    /// Answers bytes that are no request this server takes, and reads no more.
    func refuse(_ error: HTTPError, _ output: inout OutputBuffer) {
        isDeaf = true
        incoming = nil
        owesContinue = false
        exchanges.append(
            Exchange(
                connection: .init(version: .http11, keepsAlive: false), isHead: false,
                lingers: true, answer: .failure(error.status, error.description)))
        writeAnswers(&output)
    }

    private func begin(_ head: RequestHead, _ output: inout OutputBuffer) {
        requestsBegun += 1
        var incoming = Incoming(head: head)
        if let refusal = services.responder.refusal(of: head.request) {
            incoming.isRefused = true
            answerEarly(head, refusal, &output)
        } else {
            if case .length(let length) = head.framing {
                incoming.body.reserveCapacity(min(length, Self.reservedBody))
            }
            if head.expectsContinue {
                owesContinue = true
                writeAnswers(&output)
            }
        }
        self.incoming = incoming
    }

    /// Answers before the body has come; a client that would send a long one loses its connection.
    private func answerEarly(
        _ head: RequestHead, _ refusal: ServerResponse, _ output: inout OutputBuffer
    ) {
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
                answer: refusal))
        if !(head.keepsAlive && isBodySmall) { isDeaf = true }
        writeAnswers(&output)
    }

    private func finish() {
        guard let incoming else { return }
        self.incoming = nil
        owesContinue = false
        guard !incoming.isRefused else { return }
        let head = incoming.head
        if let settings = head.upgradeSettings, head.framing == .none, exchanges.isEmpty {
            upgrade = Upgrade(settings: settings, request: head.request)
            isDeaf = true
            return
        }
        let number = firstExchange + UInt64(exchanges.count)
        exchanges.append(
            Exchange(
                connection: .init(version: head.version, keepsAlive: head.keepsAlive),
                isHead: head.request.method == .head, lingers: false))
        if !head.keepsAlive { isDeaf = true }
        services.submit(
            head.request, body: incoming.body, number: number, of: client,
            cancellation: cancellation)
    }
}
