import HTTP
import HTTPTypes

/// What the connections of one reactor share.
final class ConnectionServices {
    let responder: any Responder
    let configuration: ServerConfiguration
    /// The certificate to show; nil for connections in the clear.
    let certificates: ServerCertificates?
    /// Where answers come back to.
    let mailbox: Mailbox
    /// The memory of all requests of the server.
    let memory: MemoryBudget
    /// Who learns of requests that came to their end.
    let observers: [any RequestObserver]
    let metrics: ServerMetrics
    /// The time by which the reactor works, read once for many events.
    var now = ContinuousClock.now
    /// How long what is read in this round has waited in the kernel.
    var arrivalDelay = Duration.zero
    /// Date and server name of this second.
    var stamp: ResponseStamp
    /// Whether the server is shutting down.
    var isDraining = false
    /// Room for what one connection's TLS says, used for the length of one call.
    var scratch: [UInt8]

    /// When the client's bytes came that are read in this round.
    var arrival: ContinuousClock.Instant { now - arrivalDelay }

    var limits: ServerLimits { configuration.limits }

    init(
        responder: any Responder, configuration: ServerConfiguration,
        certificates: ServerCertificates?, mailbox: Mailbox, memory: MemoryBudget,
        observers: [any RequestObserver], metrics: ServerMetrics
    ) {
        self.responder = responder
        self.configuration = configuration
        self.certificates = certificates
        scratch = [UInt8](repeating: 0, count: certificates == nil ? 0 : 64 << 10)
        self.mailbox = mailbox
        self.memory = memory
        self.observers = observers
        self.metrics = metrics
        stamp = ResponseStamp(secondsSince1970: 0, server: configuration.serverName)
    }

    /// Whether a client may go over from HTTP/1.1 to HTTP/2 now: not inside TLS, where the handshake
    /// alone chooses (RFC 9113 section 3.1), and not without room for a session.
    var takesUpgrades: Bool {
        certificates == nil && configuration.allowsUpgrade
            && memory.hasRoom(for: HTTP2Session.emptyBytes)
    }

    /// Hands a whole request to who answers it; the answer comes back as a letter.
    func submit(
        _ head: HTTPRequest, body: [UInt8], arrival: ContinuousClock.Instant, memory: MemoryLease,
        to handler: any RequestHandler, route: UInt8, number: UInt64, of client: Client,
        cancellation: Cancellation
    ) {
        let mailbox = mailbox
        let metrics = metrics
        let token = client.token
        metrics.submittedRequests.add()
        let reply = Reply(route: route) { response in
            metrics.answeredRequests.add()
            // An answer is owed, so it is counted whether there is room for it or not.
            memory.settle(at: response.body.count)
            mailbox.post(.answer(token, request: number, response, memory))
        }
        handler.respond(
            to: ServerRequest(
                head: head, body: body, remoteAddress: client.remoteAddress, arrival: arrival,
                memory: memory, cancellation: cancellation),
            reply: reply)
    }

    /// Brings the stamp up to this second.
    func update(secondsSince1970 second: Int, now: ContinuousClock.Instant) {
        self.now = now
        guard second != stamp.second else { return }
        stamp = ResponseStamp(secondsSince1970: second, server: configuration.serverName)
    }
}

/// Who is at the other end of a connection.
struct Client {
    /// The connection's token.
    let token: SlotToken
    /// The address, without port.
    let remoteAddress: String
    /// What its connections are counted by.
    let network: SocketAddress.Network

    init(token: SlotToken, address: SocketAddress) {
        self.token = token
        remoteAddress = address.host
        network = address.network
    }
}
