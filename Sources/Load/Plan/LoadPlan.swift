/// What load is put on which server, and for how long.
public struct LoadPlan: Sendable {
    /// The protocol of all connections.
    public enum WireProtocol: String, Sendable, Hashable, CaseIterable {
        /// HTTP/1.1 with connections kept open; one request at a time on each.
        case http1 = "HTTP/1.1"
        /// HTTP/2, in the clear with prior knowledge.
        case http2 = "HTTP/2"
    }

    /// How far a server that speaks TLS is believed to be who it says.
    public enum Trust: Sendable, Hashable {
        /// If its certificate is by an authority that this system trusts, and for the plan's host.
        case system
        /// If its certificate is by an authority in this PEM file, and for the plan's host.
        case authorities(path: String)
        /// Whatever its certificate.
        case anything
    }

    /// The server's name or numeric address.
    public var host: String
    /// The server's port.
    public var port: Int
    /// What is spoken.
    public var wireProtocol = WireProtocol.http1
    /// Has all connections speak TLS, to a server trusted so far; nil leaves them in the clear.
    public var tls: Trust?
    /// The connections, of all threads together.
    public var connections = 64
    /// The requests under way at once on each connection; 1 over HTTP/1.1.
    public var streams = 1
    /// The threads that send and receive, each with its share of the connections.
    public var threads = 1
    /// What decides when requests are sent.
    public var pace = LoadPace.closed
    /// How long requests are sent before any is counted.
    public var warmUp = Duration.seconds(1)
    /// How long requests that count are sent.
    public var duration = Duration.seconds(10)
    /// Requests that count, after which no more are sent; nil for no bound but the time.
    public var requestCount: Int?
    /// How long an answer, or a connection, is waited for.
    public var timeout = Duration.seconds(10)
    /// How long after it was due an answer is of use; nil if whenever it comes.
    public var deadline: Duration?
    /// The requests, sent in turn.
    public var requests: [LoadRequest]

    /// Makes a plan; see the properties for what else there is to choose.
    public init(host: String, port: Int, requests: [LoadRequest]) {
        self.host = host
        self.port = port
        self.requests = requests
    }

    /// Throws unless the figures go together.
    func check() throws(LoadError) {
        func require(_ holds: Bool, _ rule: String) throws(LoadError) {
            if !holds { throw .unfit(rule) }
        }
        try require(!requests.isEmpty, "there is no request to send")
        try require(threads >= 1, "give at least one thread")
        try require(
            connections >= threads, "give each of \(threads) threads a connection at least")
        try require(streams >= 1, "give each connection one stream at least")
        try require(
            streams == 1 || wireProtocol == .http2,
            "\(streams) requests at once on a connection need HTTP/2")
        try require(pace.rate.map { $0 > 0 && $0 <= 1e7 } ?? true, "give a rate above 0")
        try require(duration > .zero && timeout > .zero, "give a duration and a timeout above 0")
        try require(requestCount.map { $0 >= threads } ?? true, "give a request to each thread")
    }
}
