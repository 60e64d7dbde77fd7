import Dispatch
import HTTP
import HTTPTypes
import Metrics
import Server
import Synchronization

/// `GET /metrics`: what all sources show, for Prometheus.
///
/// The text is made on a queue of its own, since it reads files of the kernel's. Requests that come
/// while one text is being made share the next, so that no client can have many made.
final class MetricsEndpoint: Responder, RequestHandler {
    private let sources: [any MetricSource]
    private let queue = DispatchQueue(label: "metrics")
    private let waiting = Mutex<[(format: Exposition.Format, reply: Reply)]>([])

    init(sources: [any MetricSource]) { self.sources = sources }

    func receive(_ head: HTTPRequest, arrival: ContinuousClock.Instant) -> Reception {
        .awaited(by: self)
    }

    func respond(to request: ServerRequest, reply: Reply) {
        let format = Self.format(for: request.head.headerFields[.accept] ?? "")
        let isFirst = waiting.withLock { waiting in
            waiting.append((format, reply))
            return waiting.count == 1
        }
        if isFirst { queue.async { self.answer() } }
    }

    private func answer() {
        let replies = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for (format, group) in Dictionary(grouping: replies, by: \.format) {
            let text = Exposition.text(of: sources, as: format)
            var head = HTTPResponse(status: .ok)
            head.headerFields[.contentType] = format.mediaType
            head.headerFields[.cacheControl] = "no-store"
            for (_, reply) in group { reply.send(ServerResponse(head: head, body: text)) }
        }
    }

    /// OpenMetrics for clients that rank it as high as plain text or higher.
    private static func format(for accept: String) -> Exposition.Format {
        let openMetrics = MediaRange.quality(of: "application/openmetrics-text", in: accept)
        let isNamed = accept.lowercased().contains("openmetrics")
        return isNamed && openMetrics >= MediaRange.quality(of: "text/plain", in: accept)
            ? .openMetrics : .prometheus
    }
}
