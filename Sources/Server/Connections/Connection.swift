import HTTP

/// One client's connection: its socket, its TLS if any, its protocol and the bytes that wait to be
/// written.
///
/// Belongs to one reactor and is touched nowhere else.
final class Connection {
    private enum Wire {
        /// Too few bytes have come to tell HTTP/1 from HTTP/2.
        case undecided([UInt8])
        case http1(HTTP1Driver)
        case http2(HTTP2Driver)
    }

    let descriptor: Descriptor
    let client: Client
    let services: ConnectionServices
    var output = OutputBuffer()
    var clock: ActivityClock
    /// What the reactor watches the socket for.
    var watched: Epoll.Readiness
    /// Whether the reactor is to look at the connection again in this round.
    var isTouched = false
    /// Whether the kernel takes no more output for now.
    var isBlocked = false
    /// Whether the reactor has let go of it.
    var isGone = false
    /// Whether the client took too long.
    var hasExpired = false
    /// What the kernel lets gather before it wakes the reactor (SO_RCVLOWAT).
    var lowWater: Int32 = 1
    /// Whether any bytes have come.
    var hasArrived = false
    /// What seals the bytes on the socket, where that is asked for.
    private(set) var tls: TLSSession?
    /// Whether the client's input has been read to its end.
    private(set) var hasInputEnded = false
    /// Whether the client is known to send no more, though input may be unread.
    private(set) var hasPeerClosed = false
    /// Whether the sending half is closed.
    private(set) var isLingering = false
    private var wire = Wire.undecided([])
    /// How the connection stood when it was last settled; nothing happens to it between that and its
    /// next input.
    private(set) var standing = Standing()
    /// The number of bytes that then waited to be written, sealed or not.
    private(set) var waitingBytes = 0
    /// The bytes of the server's memory that are counted for the connection.
    private(set) var countedBytes = 0
    private var hasFailed = false
    /// Whether there was no room for the client's session, which it is told.
    private var isRefused = false

    /// Makes a connection; where it is to speak TLS, the memory for that has been taken.
    init(
        descriptor: Descriptor, client: Client, services: ConnectionServices,
        watched: Epoll.Readiness, now: ContinuousClock.Instant
    ) {
        if let certificates = services.certificates {
            tls = TLSSession(certificates.context)
            hasFailed = tls == nil
            countedBytes = TLSSession.handshakeBytes
        }
        self.descriptor = descriptor
        self.client = client
        self.services = services
        self.watched = watched
        clock = ActivityClock(now: now)
        noteStanding()
    }

    /// What speaks on the connection, once that is known.
    var driver: (any ConnectionDriver)? {
        switch wire {
        case .undecided: nil
        case .http1(let driver): driver
        case .http2(let driver): driver
        }
    }

    /// Goes over to the protocol that a handshake has agreed on, once.
    func begin(_ agreed: ApplicationProtocol?) {
        guard case .undecided = wire else { return }
        switch agreed {
        case .http1: wire = .http1(HTTP1Driver(services: services, client: client))
        case .http2: _ = makeHTTP2Driver()
        case nil: break
        }
    }

    /// Goes over to HTTP/1.
    func begin(_ driver: HTTP1Driver) { wire = .http1(driver) }

    /// Leaves off TLS with a client that does not speak it.
    func goOnUnsealed() { tls = nil }

    /// Takes in bytes of the protocol, in the clear.
    func receive(_ input: Span<UInt8>) {
        guard !isLingering, !hasFailed else { return }
        switch wire {
        case .http1(let driver):
            driver.receive(input, &output)
            if let upgrade = driver.upgrade { goOnInHTTP2(upgrade, driver.takeLeftover()) }
        case .http2(let driver):
            driver.receive(input, &output)
        case .undecided(var kept):
            input.withUnsafeBufferPointer { kept.append(contentsOf: $0) }
            decide(kept)
        }
    }

    /// Takes down how the connection stands now.
    func noteStanding() {
        var standing = driver?.standing ?? Standing()
        standing.activity = activity(standing.activity)
        standing.ending = ending(standing.ending)
        // The bytes that may be taken from the kernel without being looked at: all that comes to a
        // lingering connection, the bodies of refused requests where they are not sealed.
        if isLingering {
            standing.acceptsInput = true
            standing.skippableBytes = .max
        } else if tls != nil {
            standing.skippableBytes = 0
        }
        self.standing = standing
        waitingBytes = unsentCount
    }

    /// Learns that so many of those bytes have come and were dropped.
    func skip(_ count: Int) { if !isLingering { driver?.skip(count) } }

    /// Learns that the client's input has been read to its end.
    func inputEnded() {
        hasInputEnded = true
        clock.noteInputEnd(now: services.now)
        driver?.inputEnded()
    }

    /// Learns that the client sends no more, while input may be unread.
    func peerClosed() {
        hasPeerClosed = true
        clock.noteInputEnd(now: services.now)
    }

    /// Looks, about once a second, for what the client took too long for or waits for no more; says
    /// whether there is output or an end because of it.
    func review(now: ContinuousClock.Instant) -> Bool {
        if services.configuration.endOfInput == .cancels, clock.hasDeparted(now: now) {
            driver?.cancel()
        }
        return driver?.review(now: now) == true
    }

    /// Goes over from writing the last answer to waiting until the client has read it.
    func linger() {
        isLingering = true
        noteStanding()
    }

    private func decide(_ bytes: [UInt8]) {
        switch HTTP2Preface.match(bytes.span) {
        case .partial:
            wire = .undecided(bytes)
        case .none:
            wire = .http1(HTTP1Driver(services: services, client: client))
            receive(bytes.span)
        case .whole:
            guard let driver = makeHTTP2Driver() else { return }
            driver.receive(bytes.span, &output)
        }
    }

    /// Goes over to HTTP/2; nil when there is no memory for a session, and the connection is closed.
    private func makeHTTP2Driver() -> HTTP2Driver? {
        // What a handshake has taken is enough for a session inside it too.
        guard tls != nil || services.memory.hasRoom(for: HTTP2Session.emptyBytes) else {
            output.append(HTTP2Session.refusal)
            services.metrics.refusedConnections["memory"].add()
            isRefused = true
            hasFailed = true
            return nil
        }
        guard let driver = try? HTTP2Driver(services: services, client: client) else {
            hasFailed = true
            return nil
        }
        wire = .http2(driver)
        return driver
    }

    /// Answers stream 1 of a new session; settings that are not valid leave the client to find
    /// that the upgraded connection is closed.
    private func goOnInHTTP2(_ upgrade: HTTP1Session.Upgrade, _ rest: [UInt8]) {
        output.append(ResponseSerializer.upgradeHead)
        guard let driver = makeHTTP2Driver() else { return }
        do {
            try driver.upgrade(upgrade)
            driver.receive(rest.span, &output)
        } catch {
            driver.timeOut(&output)
        }
    }

    /// Counts what is kept for the client, which can't be refused any more; nothing once it is gone.
    func countMemory(isGone: Bool = false) {
        let bytes =
            isGone ? 0 : waitingBytes + standing.heldBytes + (tls?.heldBytes ?? 0)
        guard bytes != countedBytes else { return }
        services.memory.count(bytes - countedBytes)
        countedBytes = bytes
    }

    /// What the connection is doing where its driver, if there is one, does this.
    private func activity(_ spoken: Activity) -> Activity {
        if isLingering { return .lingering }
        if let tls, !tls.isEstablished { return .head }
        if case .undecided(let kept) = wire { return kept.isEmpty ? .idle : .head }
        return spoken
    }

    /// How the connection goes on where its driver, if there is one, wants this.
    private func ending(_ wanted: Ending) -> Ending {
        // The alert that says why would be lost with what the client is still sending.
        if tls?.hasFailed == true { return .linger }
        if isRefused { return .linger }
        if hasFailed { return .close }
        if case .undecided = wire { return hasInputEnded ? .close : .open }
        return wanted
    }
}
