import HTTPTypes
import Serving

/// Which HTTP status each failure has, and whether the same request may succeed later.
extension RequestError {
    /// The status of the answer.
    ///
    /// Source: RFC 9110 section 15; 499 is what proxies log when the client closed the connection.
    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .unsupportedMediaType, .unsupportedContentEncoding: .unsupportedMediaType
        case .notAcceptable: .notAcceptable
        case .decompressed: .contentTooLarge
        case .outOfMemory: .serviceUnavailable
        case .compression, .headerField, .json, .ragged, .duplicateKey, .missingKey, .severalForms,
            .npy,
            .partialRow, .severalInputs, .openRows, .unknownInput, .missingInput, .unknownOutput,
            .shape, .elementType, .conversion, .valueCount, .rowCounts, .noRows:
            .badRequest
        case .prediction(.overloaded), .prediction(.tooLate), .prediction(.displaced),
            .prediction(.unavailable):
            .serviceUnavailable
        case .prediction(.tooManyRows): .contentTooLarge
        case .prediction(.deadlineExceeded): .gatewayTimeout
        case .prediction(.abandoned):
            HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")
        case .readerTrapped, .prediction(.failed): .internalServerError
        }
    }

    /// Header fields that belong to the status.
    var headerFields: HTTPFields {
        switch self {
        case .methodNotAllowed(_, let allowed): [.allow: allowed.joined(separator: ", ")]
        case .unsupportedMediaType(_, let accepted): [.accept: accepted.joined(separator: ", ")]
        case .unsupportedContentEncoding: [.acceptEncoding: ContentCoding.accepted]
        case .prediction(.overloaded(_, _, let wait)): [.retryAfter: Self.seconds(wait)]
        case .prediction(.tooLate(_, let excess)): [.retryAfter: Self.seconds(excess)]
        case .prediction(.displaced), .prediction(.unavailable), .outOfMemory: [.retryAfter: "1"]
        default: [:]
        }
    }

    /// Whole seconds, rounded up and at least 1, as `Retry-After` takes them.
    private static func seconds(_ duration: Duration) -> String {
        "\(max(1, duration.components.seconds + (duration.components.attoseconds > 0 ? 1 : 0)))"
    }
}
