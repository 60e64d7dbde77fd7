import Logs
import Synchronization

/// Writes a line for each request that came to its end, or for a share of them.
///
/// A request that failed in the server, with status 500, has a line whatever the share.
public final class AccessLog: RequestObserver {
    private let share: Double
    private let writer: LogWriter
    private let format: LogFormat
    private let now: @Sendable () -> WallTime
    private let count = Atomic<UInt64>(0)

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - share: The share of requests that have a line, from 0 to 1; they are spread evenly.
    ///   - now: The clock that dates the lines.
    public init(
        share: Double = 1, to writer: LogWriter, as format: LogFormat,
        now: @escaping @Sendable () -> WallTime = { .now }
    ) {
        precondition(0...1 ~= share, "a share of \(share)")
        self.share = share
        self.writer = writer
        self.format = format
        self.now = now
    }

    /// Writes the request's line, if it has one.
    public func observe(_ request: borrowing AnsweredRequest) {
        guard isChosen() || request.status == 500 else { return }
        let identity = RequestIdentity(request.head)
        let request = copy request
        writer.write(
            format.line(at: now(), .info, label: "access", message: "") { line in
                line.add("remote", request.remoteAddress)
                line.add("method", identity.method)
                line.add("path", identity.path)
                line.add("protocol", request.version.rawValue)
                line.add("status", request.status)
                line.add("bytes_in", request.receivedBytes)
                line.add("bytes_out", request.sentBytes)
                line.add("duration", request.duration)
                if let times = request.notes.times {
                    line.add("queue", times.queue)
                    line.add("compute", times.compute)
                }
                if let id = identity.traceID { line.add("trace_id", id) }
                if let id = identity.requestID { line.add("request_id", id) }
            })
    }

    private func isChosen() -> Bool {
        guard share < 1 else { return true }
        let number = count.wrappingAdd(1, ordering: .relaxed).oldValue
        // True as often as the line of that slope passes a whole number.
        return (Double(number + 1) * share).rounded(.down) > (Double(number) * share).rounded(.down)
    }
}
