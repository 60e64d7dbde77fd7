import HTTP
import HTTPTypes

/// What the connections of one reactor share.
final class ConnectionServices {
    let responder: any Responder
    let configuration: ServerConfiguration
    /// Where answers come back to.
    let mailbox: Mailbox
    /// The memory of all requests of the server.
    let memory: MemoryBudget
    /// When the reactor's present round began.
    var now = ContinuousClock.now
    /// Date and server name of this second.
    var stamp: ResponseStamp
    /// Whether the server is shutting down.
    var isDraining = false

    var limits: ServerLimits { configuration.limits }

    init(
        responder: any Responder, configuration: ServerConfiguration, mailbox: Mailbox,
        memory: MemoryBudget
    ) {
        self.responder = responder
        self.configuration = configuration
        self.mailbox = mailbox
        self.memory = memory
        stamp = ResponseStamp(secondsSince1970: 0, server: configuration.serverName)
    }

    /// Hands a whole request to the responder; its answer comes back as a letter.
    func submit(
        _ head: HTTPRequest, body: [UInt8], arrival: ContinuousClock.Instant, memory: MemoryLease,
        number: UInt64, of client: Client, cancellation: Cancellation
    ) {
        let mailbox = mailbox
        let token = client.token
        let reply = Reply { response in
            // An answer is owed, so it is counted whether there is room for it or not.
            memory.settle(at: response.body.count)
            mailbox.post(.answer(token, request: number, response, memory))
        }
        responder.respond(
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
}
