import Metrics
import Synchronization

/// What a server counts of its sockets and connections.
///
/// Counted on the reactors, and read on any thread.
public final class ServerMetrics: MetricSource {
    /// Connections that were taken.
    let acceptedConnections = Counter()
    /// Connections that were closed, by either side.
    let closedConnections = Counter()
    /// Connections that were taken and closed at once, by the reason.
    let refusedConnections = CounterSet(ConnectionRefusal.allCases.map(\.rawValue))
    /// TLS handshakes that came to nothing, by the reason.
    let handshakeFailures = CounterSet(HandshakeFailure.allCases.map(\.rawValue))
    /// Times that connections had to wait in the kernel, by the reason.
    let acceptPauses = CounterSet(["limit", "resources"])
    /// Bytes read from sockets.
    let receivedBytes = Counter()
    /// Bytes written to sockets.
    let sentBytes = Counter()
    /// HTTP/2 streams that were opened.
    let streams = Counter()
    /// HTTP/2 streams that are open.
    let openStreams = Gauge()
    /// Requests handed to the responder.
    let submittedRequests = Counter()
    /// Answers that came from the responder.
    let answeredRequests = Counter()
    /// The memory of requests in flight, once a server has it.
    let memory = Mutex<MemoryBudget?>(nil)

    /// Makes metrics at 0.
    public init() {}

    /// Writes all families.
    public func write(to exposition: inout Exposition) {
        // The closed first: the difference is then never below 0.
        let closed = closedConnections.value
        let accepted = acceptedConnections.value
        exposition.gauge(
            "steady_connections_open", help: "Connections that are open.", accepted - closed)
        exposition.counter(
            "steady_connections_accepted_total", help: "Connections that were taken.", accepted)
        exposition.counters(
            "steady_connections_refused_total",
            help: "Connections that were closed as soon as they were taken.", by: "reason",
            refusedConnections)
        exposition.counters(
            "steady_tls_handshake_failures_total",
            help: "TLS handshakes that came to nothing.", by: "reason", handshakeFailures)
        exposition.counters(
            "steady_accept_pauses_total",
            help: "Times that new connections had to wait in the kernel.", by: "reason",
            acceptPauses)
        exposition.counter(
            "steady_received_bytes_total", help: "Bytes read from connections.",
            receivedBytes.value)
        exposition.counter(
            "steady_sent_bytes_total", help: "Bytes written to connections.", sentBytes.value)
        exposition.gauge(
            "steady_http2_streams_open", help: "HTTP/2 streams that are open.",
            openStreams.value)
        exposition.counter(
            "steady_http2_streams_total", help: "HTTP/2 streams that carried a request.",
            streams.value)
        let answered = answeredRequests.value
        exposition.gauge(
            "steady_http_requests_running",
            help: "Whole requests that are not answered yet.",
            submittedRequests.value - answered)
        guard let memory = memory.withLock({ $0 }) else { return }
        exposition.gauge(
            "steady_request_memory_bytes",
            help: "Memory that requests in flight and sessions hold.",
            memory.heldBytes)
        exposition.gauge(
            "steady_request_memory_limit_bytes",
            help: "The memory that requests in flight and sessions may hold.", memory.limit)
    }
}
