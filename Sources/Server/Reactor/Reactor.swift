import CLinuxIO
import Glibc
import HTTP
import Logging

/// An event loop: the connections it owns are touched on its queue and nowhere else.
///
/// One Dispatch source watches an epoll descriptor, which is itself pollable; when it fires, the
/// loop drains epoll and the mailbox until both are empty. So one wake-up serves many events, and
/// answers that come while the loop is at work cost no system call.
actor Reactor {
    typealias Instant = ContinuousClock.Instant

    /// Rounds after which the loop gives way to timers and calls on the actor.
    private static let roundsPerTurn = 64
    /// How many milliseconds a loop with nothing to do stays awake for.
    private static let attention: Int32 = 1
    /// From so many events in a round on, connections are thought to have waited.
    private static let crowd = 16
    /// Where the tokens of connections end; the signal and the listener are named beyond.
    static let signalToken = UInt64.max
    static let listenerToken = UInt64.max - 1

    nonisolated let executor: ReactorExecutor
    nonisolated let mailbox: Mailbox
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let epoll: Epoll
    let services: ConnectionServices
    let logger: Logger
    /// The connections of all reactors.
    let census: Census
    var table = SlotTable<Connection>()
    var acceptor: Acceptor?
    /// Read at the start of each round, and again when answers have come.
    var now: Instant {
        get { services.now }
        set { services.now = newValue }
    }
    /// Connections to look at again before the round is over.
    var touched: [Connection] = []
    var readBuffer = [UInt8](repeating: 0, count: 64 << 10)
    /// Who waits until the last connection is closed.
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []

    private var events = [epoll_event](repeating: epoll_event(), count: 256)
    private var letters: [Mailbox.Letter] = []
    var sources: ReactorSources?

    init(
        label: String, responder: any Responder, configuration: ServerConfiguration,
        certificates: ServerCertificates?, memory: MemoryBudget, census: Census,
        observers: [any RequestObserver], metrics: ServerMetrics, logger: Logger
    ) throws(ServerError) {
        executor = ReactorExecutor(label: label)
        mailbox = try Mailbox()
        epoll = try Epoll()
        services = ConnectionServices(
            responder: responder, configuration: configuration, certificates: certificates,
            mailbox: mailbox, memory: memory, observers: observers, metrics: metrics)
        self.census = census
        self.logger = logger
        try epoll.add(mailbox.signal, .input, token: Self.signalToken)
    }

    /// Begins to serve.
    func start() {
        sources = ReactorSources(
            epoll: epoll, queue: executor.queue,
            onReady: { [weak self] in self?.assumeIsolated { $0.turn() } },
            onTick: { [weak self] in self?.assumeIsolated { $0.tick() } })
    }

    /// Stops serving for good.
    func stop() { sources = nil }

    /// Serves what is ready until nothing is, or others of this queue have waited long enough.
    private func turn() {
        mailbox.wake()
        var rounds = 0
        while true {
            let count = round()
            rounds += 1
            if count == 0, mailbox.rest() {
                // What comes soon is waited for here: by way of Dispatch two threads would have to wake.
                guard rounds < Self.roundsPerTurn,
                    epoll.isReady(withinMilliseconds: Self.attention)
                else { return }
                mailbox.wake()
            }
            if rounds >= Self.roundsPerTurn {
                mailbox.interrupt()
                return
            }
        }
    }

    /// Looks once at epoll and at the mailbox; returns the number of events.
    private func round() -> Int {
        now = Instant.now
        services.update(secondsSince1970: time(nil), now: now)
        let count = epoll.poll(&events)
        services.arrivalDelay = arrivalDelay(events[..<count])
        for index in 0..<count {
            handle(events[index].data.u64, Epoll.Readiness(rawValue: events[index].events))
        }
        readMail()
        settleTouched()
        return count
    }

    /// How long the first of the connections that have input has waited for it to be looked at.
    ///
    /// Where many have, they are looked at by turns, and all have waited about as long: it is asked once
    /// a round, and not at all where few have.
    private func arrivalDelay(_ events: ArraySlice<epoll_event>) -> Duration {
        guard events.count >= Self.crowd else { return .zero }
        for event in events
        where Epoll.Readiness(rawValue: event.events) == .input {
            if let connection = table[SlotToken(packed: event.data.u64)] {
                return connection.descriptor.timeSinceInput
            }
        }
        return .zero
    }

    private func handle(_ token: UInt64, _ readiness: Epoll.Readiness) {
        switch token {
        case Self.signalToken: mailbox.clearSignal()
        case Self.listenerToken: acceptWaiting()
        default:
            if let connection = table[SlotToken(packed: token)] {
                serve(connection, readiness)
            }
        }
    }

    /// Acts on the letters that have come.
    func readMail() {
        mailbox.take(&letters)
        // What an answer took is measured to its arrival here.
        if !letters.isEmpty { now = Instant.now }
        for letter in letters {
            switch letter {
            case .answer(let token, let request, let response, let memory):
                if let connection = table[token] {
                    connection.driver?.complete(
                        request, with: response, holding: memory, &connection.output)
                    touch(connection)
                }
            case .adopt(let descriptor, let address):
                adopt(descriptor, address)
            }
        }
        letters.removeAll(keepingCapacity: true)
    }

    /// Ends what has taken too long.
    private func tick() {
        now = Instant.now
        // A full server gives up connections that do nothing for clients that wait.
        let isPressed =
            services.isDraining || census.connections >= services.limits.connections
        let isShortOfMemory = services.memory.isNearlyFull
        for connection in table.elements {
            if connection.clock.isOverdue(
                now: now, limits: services.limits,
                isPressed: isPressed || isShortOfMemory && connection.countedBytes > 0)
            {
                expire(connection)
            } else if connection.review(now: now) {
                touch(connection)
            }
        }
        settleTouched()
        resumeAccepting()
        reportRefused()
    }
}
