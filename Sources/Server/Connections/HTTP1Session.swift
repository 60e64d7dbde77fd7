import HTTP
import HTTPTypes

/// The state of one connection of HTTP/1.0 or 1.1: requests go out to the responder as they arrive,
/// also several at once, and answers are written in the order of the requests.
///
/// One value, so that its driver's access to it is checked once for each call and not at every field.
struct HTTP1Session: ~Copyable {
    /// A request that is to go on as stream 1 of an HTTP/2 session.
    struct Upgrade {
        let settings: [UInt8]
        let request: HTTPRequest
    }

    /// A request that is not answered yet, or whose answer waits for those before it.
    struct Exchange {
        let connection: ResponseSerializer.Connection
        let isHead: Bool
        /// Whether the client may be sending still when this last answer is written.
        let lingers: Bool
        let account: RequestAccount
        var answer: ServerResponse?
        /// The memory of an answer that waits for those before it.
        var memory: MemoryLease?
    }

    /// A request whose body is arriving; a class, since it is large and mostly there is none.
    final class Incoming {
        let head: RequestHead
        let account: RequestAccount
        /// Who answers it once it is whole, and for which route.
        let handler: any RequestHandler
        let route: UInt8
        var body: IncomingBody

        init(
            head: RequestHead, account: RequestAccount, handler: any RequestHandler, route: UInt8,
            body: IncomingBody
        ) {
            self.head = head
            self.account = account
            self.handler = handler
            self.route = route
            self.body = body
        }
    }

    let services: ConnectionServices
    let client: Client
    /// One for all requests: they are cancelled together when the client goes.
    let cancellation = Cancellation()
    var parser: RequestParser
    var exchanges: [Exchange] = []
    /// The number of the first of `exchanges`; they are numbered in order.
    var firstExchange: UInt64 = 0
    /// The request whose body is arriving, unless it is answered already and read over.
    var incoming: Incoming?
    /// Input that is not parsed yet because too much is unanswered.
    private(set) var leftover: [UInt8] = []
    /// Whether 100 (Continue) is to be sent as soon as all earlier requests are answered.
    var owesContinue = false
    /// Whether no further request is read.
    var isDeaf = false
    var hasInputEnded = false
    /// Set when the connection is to go on in HTTP/2.
    var upgrade: Upgrade?
    var requestsBegun = 0
    var chosenEnding = Ending.open

    init(services: ConnectionServices, client: Client) {
        self.services = services
        self.client = client
        parser = RequestParser(limits: services.limits.message)
    }

    mutating func receive(_ input: Span<UInt8>, _ output: inout OutputBuffer) {
        guard !isDeaf else { return }
        if leftover.isEmpty {
            take(input, &output)
        } else {
            keep(input, from: 0)
            _ = advance(&output)
        }
    }

    mutating func skip(_ count: Int) { parser.skip(count) }

    mutating func advance(_ output: inout OutputBuffer) -> Bool {
        guard hasMore else { return false }
        guard !isPaused(output) else { return true }
        let input = leftover
        leftover = []
        take(input.span, &output)
        return hasMore
    }

    /// Between two requests there is nothing to go on with but input that was kept.
    private var hasMore: Bool { (!leftover.isEmpty || !parser.isAwaitingHead) && !isDeaf }

    /// Parses what comes, and writes answers that wait only when all of it is parsed: only then is it
    /// known which is the last.
    private mutating func take(_ input: Span<UInt8>, _ output: inout OutputBuffer) {
        keep(input, from: parse(input, &output))
        writeAnswers(&output)
    }

    /// Takes the input that came behind a request that upgrades the connection.
    mutating func takeLeftover() -> [UInt8] {
        defer { leftover = [] }
        return leftover
    }

    mutating func inputEnded() { hasInputEnded = true }

    func cancel() { if !exchanges.isEmpty { cancellation.cancel() } }

    func abandon() {
        cancel()
        for exchange in exchanges {
            services.abandon(exchange.account, of: client, by: exchange.connection.observedVersion)
        }
        if let incoming {
            services.abandon(
                incoming.closedAccount, of: client, by: incoming.head.version.observedVersion)
        }
    }

    /// One request at a time arrives, and the connection's clock watches it; here only what an idle
    /// connection keeps is given back, which changes what it holds.
    mutating func review() -> Bool { activity == .idle && parser.forget() }

    var standing: Standing {
        Standing(
            acceptsInput: acceptsInput, activity: activity, requestsBegun: requestsBegun,
            ending: ending, heldBytes: leftover.count + parser.heldBytes,
            skippableBytes: skippableBytes)
    }

    private var skippableBytes: Int {
        isDeaf || incoming != nil || !leftover.isEmpty ? 0 : parser.announcedBytes
    }

    private var acceptsInput: Bool {
        // What comes behind a refusal is for the connection to drop.
        if chosenEnding == .linger { return false }
        return isDeaf || (leftover.isEmpty && exchanges.count < services.limits.pipelinedRequests)
    }

    var activity: Activity {
        if isDeaf || !exchanges.isEmpty { return .answering }
        if parser.isAwaitingHead { return parser.isInsideRequest ? .head : .idle }
        return .body
    }

    private var ending: Ending {
        if chosenEnding == .open, hasInputEnded, exchanges.isEmpty, leftover.isEmpty {
            return .close
        }
        return chosenEnding
    }

    /// Parses until the input is used up or too much is unanswered; returns how far it came.
    private mutating func parse(_ input: Span<UInt8>, _ output: inout OutputBuffer) -> Int {
        var offset = 0
        // At the end of the input nothing is left but the end of a request without a body.
        while offset < input.count || !parser.isAwaitingHead, !isDeaf, !isPaused(output) {
            do {
                guard let event = try parser.next(in: input, at: &offset) else { break }
                take(event, input, &output)
            } catch {
                refuse(error, &output)
            }
        }
        return offset
    }

    private func isPaused(_ output: borrowing OutputBuffer) -> Bool {
        exchanges.count >= services.limits.pipelinedRequests
            || output.count >= services.limits.outputBytes
    }

    private mutating func keep(_ input: Span<UInt8>, from offset: Int) {
        guard offset < input.count, !isDeaf || upgrade != nil else { return }
        input.extracting(offset..<input.count).withUnsafeBufferPointer {
            leftover.append(contentsOf: $0)
        }
    }
}
