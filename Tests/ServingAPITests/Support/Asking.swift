import HTTPTypes
import Server
import Synchronization

@testable import ServingAPI

/// Sends a request to a responder as the server does: the head first, the body unless it is refused.
func ask(
    _ responder: some Responder, _ method: HTTPRequest.Method = .post, _ path: String = "/predict",
    fields: HTTPFields = [:], body: [UInt8] = [], arrival: ContinuousClock.Instant = .now,
    cancellation: Cancellation = Cancellation()
) -> ServerResponse? {
    let head = HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields)
    if let refusal = responder.refusal(of: head) { return refusal }
    let received = Mutex<ServerResponse?>(nil)
    responder.respond(
        to: ServerRequest(
            head: head, body: body, remoteAddress: "127.0.0.1", arrival: arrival,
            cancellation: cancellation),
        reply: Reply { response in received.withLock { $0 = response } })
    return received.withLock { $0 }
}

/// Posts JSON text to `/predict`.
func post(_ text: String, to responder: some Responder, fields: HTTPFields = [:]) -> ServerResponse?
{
    var fields = fields
    if fields[.contentType] == nil { fields[.contentType] = "application/json" }
    return ask(responder, fields: fields, body: Array(text.utf8))
}

extension ServerResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
    var code: Int { head.status.code }
    var contentType: String? { head.headerFields[.contentType] }

    /// The text of `{"error": "…"}`, nil if this is none.
    var error: String? {
        try? JSONScanner.scan(body) { scanner throws(RequestError) in
            var message: String?
            try scanner.readObject { scanner, key, _ throws(RequestError) in
                guard key == "error" else { throw scanner.failure(expected: "only an error") }
                message = try scanner.readString()
            }
            try scanner.expectEnd()
            return message
        }
    }
}
