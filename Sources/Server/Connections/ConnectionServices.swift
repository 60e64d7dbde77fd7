import HTTP
import HTTPTypes

/// What the connections of one reactor share.
final class ConnectionServices {
    let responder: any Responder
    let configuration: ServerConfiguration
    /// Where answers come back to.
    let mailbox: Mailbox
    /// Date and server name of this second.
    var stamp: ResponseStamp
    /// Whether the server is shutting down.
    var isDraining = false

    var limits: ServerLimits { configuration.limits }

    init(responder: any Responder, configuration: ServerConfiguration, mailbox: Mailbox) {
        self.responder = responder
        self.configuration = configuration
        self.mailbox = mailbox
        stamp = ResponseStamp(secondsSince1970: 0, server: configuration.serverName)
    }

    /// Hands a whole request to the responder; its answer comes back as a letter.
    func submit(
        _ head: HTTPRequest, body: [UInt8], number: UInt64, of client: Client,
        cancellation: Cancellation
    ) {
        let mailbox = mailbox
        let token = client.token
        let reply = Reply { response in
            mailbox.post(.answer(token, request: number, response))
        }
        responder.respond(
            to: ServerRequest(
                head: head, body: body, remoteAddress: client.remoteAddress,
                cancellation: cancellation),
            reply: reply)
    }

    /// Brings the stamp up to this second.
    func update(secondsSince1970 second: Int) {
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
