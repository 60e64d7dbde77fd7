import HTTP

/// Tells when a client has taken too long, from moments it is given.
struct ActivityClock {
    typealias Instant = ContinuousClock.Instant

    /// How long an idle connection is kept where others need its place, and a client that connected
    /// just before a shutdown has to send its request.
    private static let pressedIdle = Duration.seconds(1)

    /// How long a client that sends no more is still taken for one that waits for its answers.
    private static let departure = Duration.seconds(1)

    private var activity = Activity.idle
    private var requestsBegun = 0
    /// When the present activity began.
    private var since: Instant
    /// How the input has come on since then.
    private var input: TransferClock
    /// How output that the client does not take at once goes on, where there is any.
    private var output: TransferClock
    private var isOutputBlocked = false
    /// When the client said that it sends no more.
    private var inputEnd: Instant?

    init(now: Instant) {
        since = now
        input = TransferClock(now: now)
        output = input
    }

    /// Takes down what the connection is doing.
    mutating func note(_ activity: Activity, requestsBegun: Int, now: Instant) {
        guard activity != self.activity || requestsBegun != self.requestsBegun else { return }
        self.activity = activity
        self.requestsBegun = requestsBegun
        since = now
        input = TransferClock(now: now)
    }

    /// Takes down that so many bytes of input have come.
    mutating func noteInput(_ count: Int, now: Instant) { input.note(count, now: now) }

    /// Takes down that so many bytes were written, and whether others wait for the client.
    mutating func noteOutput(_ count: Int, isBlocked: Bool, now: Instant) {
        guard isBlocked || isOutputBlocked else { return }
        if !isBlocked {
            // Until now the client had an answer to read.
            if activity == .idle { since = now }
        } else {
            if !isOutputBlocked { output = TransferClock(now: now) }
            output.note(count, now: now)
        }
        isOutputBlocked = isBlocked
    }

    /// Takes down that the client sends no more.
    mutating func noteInputEnd(now: Instant) { inputEnd = inputEnd ?? now }

    /// Whether the client sends no more and has had time to be answered: from then on it is taken to
    /// have closed the whole connection and not its sending half alone, which look the same from here.
    func hasDeparted(now: Instant) -> Bool {
        inputEnd.map { now - $0 >= Self.departure } ?? false
    }

    /// Whether a limit is passed; `isPressed` leaves idle and lingering connections little time.
    func isOverdue(now: Instant, limits: ServerLimits, isPressed: Bool) -> Bool {
        let transfer = limits.transfer
        if isOutputBlocked,
            output.isOverdue(now: now, patience: transfer.write, rate: transfer.rate)
        {
            return true
        }
        return switch activity {
        case .idle:
            // A client that still has an answer to read is not idle.
            !isOutputBlocked
                && now - since > (isPressed ? min(limits.idle, Self.pressedIdle) : limits.idle)
        case .head: now - since > limits.head
        case .body: input.isOverdue(now: now, patience: transfer.body, rate: transfer.rate)
        case .lingering:
            now - since > (isPressed ? min(transfer.linger, Self.pressedIdle) : transfer.linger)
        case .answering: false
        }
    }
}
