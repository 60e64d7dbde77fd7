import HTTP
import Server

/// One connection to the server, made again whenever it ends.
final class LoadConnection {
    /// How a connection stands.
    enum Phase {
        case closed(retryAt: MonotonicTime)
        case connecting(since: MonotonicTime)
        /// TLS shakes hands.
        case greeting(since: MonotonicTime)
        case open
    }

    private static let firstPause = Duration.milliseconds(10)
    private static let longestPause = Duration.seconds(1)

    let index: Int
    private(set) var phase: Phase
    private(set) var descriptor: Descriptor?
    private(set) var exchange: (any Exchange)?
    /// What seals the bytes on the socket, where that is asked for.
    private(set) var tls: TLSSession?
    /// How often the connection was made.
    private(set) var generation = 0
    var output = OutputBuffer()
    /// What the loop watches the socket for.
    var watched = Epoll.Readiness.output
    /// Whether the kernel takes no more output for now.
    var isBlocked = false
    private var pause = Duration.zero
    private var hasServed = false

    init(index: Int, now: MonotonicTime) {
        self.index = index
        phase = .closed(retryAt: now)
    }

    /// Whether the connection is to be made again by now.
    func isDue(at now: MonotonicTime) -> Bool {
        if case .closed(let retryAt) = phase { retryAt <= now } else { false }
    }

    /// Begins to connect.
    func connect(by descriptor: Descriptor, now: MonotonicTime) {
        self.descriptor = descriptor
        phase = .connecting(since: now)
        generation += 1
    }

    /// Goes over to shaking hands.
    func greet(by session: TLSSession, now: MonotonicTime) {
        tls = session
        phase = .greeting(since: now)
    }

    /// Whether anything waits to be written.
    var hasOutput: Bool { !output.isEmpty || tls.map { !$0.sealed.isEmpty } ?? false }

    /// Writes as much as the kernel takes.
    func send(by descriptor: Descriptor) -> WriteOutcome {
        guard let tls else { return descriptor.send(&output) }
        while true {
            tls.seal(&output)
            let outcome = descriptor.send(&tls.sealed)
            guard outcome == .drained, tls.isEstablished, !output.isEmpty else { return outcome }
        }
    }

    /// Goes over to exchanging requests and answers.
    func open(_ exchange: any Exchange) {
        self.exchange = exchange
        phase = .open
    }

    /// Learns that an answer has come.
    func served() { hasServed = true }

    /// Closes the connection; one that never served is made again after an ever longer pause.
    func close(now: MonotonicTime) {
        pause = hasServed ? .zero : min(max(pause * 2, Self.firstPause), Self.longestPause)
        hasServed = false
        phase = .closed(retryAt: now.advanced(by: pause))
        descriptor = nil
        exchange = nil
        tls = nil
        output = OutputBuffer()
        isBlocked = false
    }
}
