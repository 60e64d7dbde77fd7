import HTTP
import HTTPTypes

extension ServerResponse {
    /// The answer to a request that was refused before it reached a responder.
    init(_ error: HTTPError) {
        self = .failure(
            error.status, error.description,
            fields: error.status == .serviceUnavailable ? [.retryAfter: "1"] : [:])
        if error == .outOfMemory { notes.refusal = "memory" }
    }

    /// The answer to a request that failed: the status and `{"error": "…"}`.
    public static func failure(
        _ status: HTTPResponse.Status, _ message: String, fields: HTTPFields = [:]
    ) -> ServerResponse {
        var head = HTTPResponse(status: status, headerFields: fields)
        head.headerFields[.contentType] = "application/json"
        var body = Array(#"{"error": ""#.utf8)
        for byte in message.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                body.append(UInt8(ascii: "\\"))
                body.append(byte)
            case 0..<0x20:
                let code = String(byte, radix: 16)
                body.append(contentsOf: "\\u00\(code.count == 1 ? "0" : "")\(code)".utf8)
            default:
                body.append(byte)
            }
        }
        body.append(contentsOf: "\"}\n".utf8)
        var response = ServerResponse(head: head, body: body)
        response.notes.error = message
        return response
    }
}
