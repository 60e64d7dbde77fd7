/// Words for why requests are answered with an error, as metrics show them.
enum RejectionReason {
    /// The word for a status, where the one who refused gave none.
    static func standard(forStatus code: Int) -> String {
        switch code {
        case 400: "malformed"
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "not_found"
        case 405: "method_not_allowed"
        case 406: "not_acceptable"
        case 408: "timeout"
        case 413: "body_too_large"
        case 414: "target_too_long"
        case 415: "unsupported_media_type"
        case 417: "expectation_failed"
        case 421: "misdirected"
        case 429: "too_many_requests"
        case 431: "head_too_large"
        case 499: "client_gone"
        case 501: "not_implemented"
        case 503: "unavailable"
        case 504: "deadline"
        case 505: "version_not_supported"
        default: code < 500 ? "client_error" : "failed"
        }
    }
}

extension RequestError {
    /// Why the request is refused, in a word; nil where the status says as much.
    var reason: String? {
        switch self {
        case .prediction(.overloaded): "overloaded"
        case .prediction(.tooLate): "too_late"
        case .prediction(.displaced): "displaced"
        case .prediction(.tooManyRows): "too_many_rows"
        case .prediction(.unavailable(let state)): state.rawValue
        case .prediction(.failed): "failed"
        case .outOfMemory: "out_of_memory"
        case .readerTrapped: "reader_trapped"
        case .unsupportedContentEncoding: "unsupported_encoding"
        case .shape, .elementType, .conversion, .valueCount, .rowCounts, .noRows, .unknownInput,
            .missingInput, .unknownOutput:
            "unfit_input"
        default: nil
        }
    }
}
