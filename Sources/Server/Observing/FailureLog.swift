import Logging

/// Logs requests that failed in the server, those with status 500, as errors.
public struct FailureLog: RequestObserver {
    private let logger: Logger

    /// Makes a log that writes to `logger`.
    public init(logger: Logger) { self.logger = logger }

    /// Logs the request if it failed.
    public func observe(_ request: borrowing AnsweredRequest) {
        guard request.status == 500 else { return }
        let identity = RequestIdentity(request.head)
        var metadata: Logger.Metadata = [
            "method": "\(identity.method)", "path": "\(identity.path)",
            "remote": "\(request.remoteAddress)",
        ]
        if let id = identity.traceID { metadata["trace_id"] = "\(id)" }
        if let id = identity.requestID { metadata["request_id"] = "\(id)" }
        let error = request.notes.error ?? "a request failed"
        logger.error("\(error)", metadata: metadata)
    }
}
