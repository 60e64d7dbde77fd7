import Logging

/// An HTTP/1.1 and HTTP/2 server on one port.
///
/// The protocol of a connection is told by its first bytes; HTTP/1.1 clients may also upgrade to
/// HTTP/2 (`h2c`). Given certificates it speaks TLS alone, and the handshake tells. A server is started once and drained once.
public actor HTTPServer {
    /// Where it listens, once it is started; the port is the real one if 0 was asked for.
    public private(set) var address: SocketAddress?

    private let configuration: ServerConfiguration
    private let responder: any Responder
    private let certificates: ServerCertificates?
    private let observers: [any RequestObserver]
    private let metrics: ServerMetrics
    private let logger: Logger
    private let census = Census()
    private let memory: MemoryBudget
    private var reactors: [Reactor] = []
    private var isDraining = false

    /// Makes a server that does nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: where to listen, and the limits.
    ///   - responder: answers the requests; called on the reactors.
    ///   - certificates: has all connections speak TLS; nil leaves them in the clear.
    ///   - observers: learn of every request that came to its end; called on the reactors.
    ///   - metrics: takes what is counted of connections.
    ///   - logger: takes warnings; nothing is logged for a request.
    public init(
        configuration: ServerConfiguration = ServerConfiguration(), responder: any Responder,
        certificates: ServerCertificates? = nil, observers: [any RequestObserver] = [],
        metrics: ServerMetrics = ServerMetrics(), logger: Logger = Logger(label: "server")
    ) {
        self.configuration = configuration
        self.responder = responder
        self.certificates = certificates
        let memory = MemoryBudget(limit: configuration.limits.memoryBytes)
        self.memory = memory
        metrics.memory.withLock { $0 = memory }
        self.observers = observers
        self.metrics = metrics
        self.logger = logger
    }

    /// The number of connections that are open.
    public nonisolated var openConnections: Int { census.connections }

    /// The bytes that requests in flight hold, of `ServerLimits.memoryBytes`.
    public nonisolated var heldBytes: Int { memory.heldBytes }

    /// Binds, listens and serves from now on.
    ///
    /// - Returns: the address it listens on.
    /// - Throws: `ServerError` when the address can't be bound or the server was started before.
    @discardableResult
    public func start() async throws(ServerError) -> SocketAddress {
        guard reactors.isEmpty else { throw .alreadyStarted }
        let listener = try Listener(host: configuration.host, port: configuration.port)
        var made: [Reactor] = []
        for index in 0..<configuration.reactors {
            made.append(
                try Reactor(
                    label: "reactor-\(index)", responder: responder, configuration: configuration,
                    certificates: certificates, memory: memory, census: census,
                    observers: observers, metrics: metrics, logger: logger))
        }
        reactors = made
        address = listener.address
        for reactor in made { await reactor.start() }
        try await made[0].listen(listener, for: made.map(\.mailbox))
        return listener.address
    }

    /// Returns once every event loop has had its turn: proof that none is stuck.
    public func awaitTurn() async {
        for reactor in reactors { await reactor.takeTurn() }
    }

    /// Ends without losing a request, and returns when all connections are closed.
    ///
    /// New connections are refused, running requests answered, and connections closed once they have
    /// been idle for a second: a client that has just got an answer may be sending its next request.
    /// HTTP/1.1 clients get `Connection: close` with their next answer, HTTP/2 clients GOAWAY.
    /// What is not finished after `grace` is cut off; so it is at once when this is called again.
    public func drain(grace: Duration = .seconds(30)) async {
        let reactors = reactors
        if isDraining {
            for reactor in reactors { await reactor.closeAll() }
            return
        }
        isDraining = true
        // The first one goes first: it may have connections to hand on.
        for reactor in reactors { await reactor.drain() }
        let cutOff = Task {
            try await Task.sleep(for: grace)
            for reactor in reactors { await reactor.closeAll() }
        }
        for reactor in reactors {
            await reactor.end()
            await reactor.stop()
        }
        cutOff.cancel()
    }
}
