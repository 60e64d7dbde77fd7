import HTTPTypes
import Server

extension ServerResponse {
    /// An answer in that format.
    init(
        status: HTTPResponse.Status = .ok, format: BodyFormat = .json, fields: HTTPFields = [:],
        body: [UInt8]
    ) {
        var fields = fields
        fields[.contentType] = format.mediaType
        self.init(head: HTTPResponse(status: status, headerFields: fields), body: body)
    }

    /// `{"error": "…"}` with the status and the fields that belong to it.
    init(_ error: RequestError) {
        self = .failure(error.status, error.description, fields: error.headerFields)
        notes.refusal = error.reason
    }
}
