import HTTPTypes

/// The reason phrases of statuses that were made from a number alone.
enum StatusReasons {
    private static let known: [Int: String] = {
        let statuses: [HTTPResponse.Status] = [
            .ok, .created, .accepted, .noContent, .notModified, .badRequest, .unauthorized,
            .forbidden, .notFound, .methodNotAllowed, .notAcceptable, .requestTimeout, .conflict,
            .lengthRequired, .contentTooLarge, .uriTooLong, .unsupportedMediaType,
            .expectationFailed, .unprocessableContent, .tooManyRequests,
            .requestHeaderFieldsTooLarge, .internalServerError, .notImplemented,
            .serviceUnavailable, .gatewayTimeout, .httpVersionNotSupported,
        ]
        return Dictionary(
            statuses.map { ($0.code, $0.reasonPhrase) }, uniquingKeysWith: { first, _ in first })
    }()

    /// The phrase, or an empty one, which the status line may have (RFC 9112 section 4).
    static func reason(for code: Int) -> String { known[code] ?? "" }
}
