import HTTPTypes
import Server
import Synchronization

@testable import ServingAPI

/// Sends a request to a responder as the server does: the head first, the body unless that is answered.
func ask(
    _ responder: some Responder, _ method: HTTPRequest.Method = .post, _ path: String = "/predict",
    fields: HTTPFields = [:], body: [UInt8] = [], arrival: ContinuousClock.Instant = .now,
    cancellation: Cancellation = Cancellation()
) -> ServerResponse? {
    let head = HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields)
    let received = Mutex<ServerResponse?>(nil)
    responder.answer(
        ServerRequest(
            head: head, body: body, remoteAddress: "127.0.0.1", arrival: arrival,
            cancellation: cancellation)
    ) { response in received.withLock { $0 = response } }
    return received.withLock { $0 }
}

extension Responder {
    /// The answer to a head alone; nil where the body is to come.
    func answer(
        to head: HTTPRequest, arrival: ContinuousClock.Instant = .now
    ) -> ServerResponse? {
        guard case .answered(let answer) = receive(head, arrival: arrival) else { return nil }
        return answer
    }

    /// Has a whole request answered; `deliver` gets the answer, at once or later.
    func answer(_ request: ServerRequest, deliver: @escaping @Sendable (ServerResponse) -> Void) {
        switch receive(request.head, arrival: request.arrival) {
        case .answered(let answer): deliver(answer)
        case .awaited(let handler, let route):
            handler.respond(to: request, reply: Reply(route: route, deliver: deliver))
        }
    }
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
