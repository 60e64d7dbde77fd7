/// Tells when a client has taken too long, from moments it is given.
struct ActivityClock {
    typealias Instant = ContinuousClock.Instant

    private var activity = Activity.idle
    private var requestsBegun = 0
    /// When the present activity began.
    private var since: Instant
    private var lastInput: Instant
    /// Since when output waits that the client does not take.
    private var blockedSince: Instant?

    init(now: Instant) {
        since = now
        lastInput = now
    }

    /// Takes down what the connection is doing.
    mutating func note(_ activity: Activity, requestsBegun: Int, now: Instant) {
        guard activity != self.activity || requestsBegun != self.requestsBegun else { return }
        self.activity = activity
        self.requestsBegun = requestsBegun
        since = now
    }

    /// Takes down that input has come.
    mutating func noteInput(now: Instant) { lastInput = now }

    /// Takes down whether output waits for the client; `progressed` restarts the time for it.
    mutating func noteOutput(isBlocked: Bool, progressed: Bool, now: Instant) {
        if !isBlocked {
            blockedSince = nil
        } else if progressed || blockedSince == nil {
            blockedSince = now
        }
    }

    /// Whether a limit is passed.
    func isOverdue(now: Instant, limits: ServerLimits, isDraining: Bool) -> Bool {
        if let blockedSince, now - blockedSince > limits.write { return true }
        return switch activity {
        // A client that connected just before a shutdown is given a moment to send its request.
        case .idle: now - since > (isDraining ? min(limits.idle, .seconds(1)) : limits.idle)
        case .head: now - since > limits.head
        case .body: now - max(since, lastInput) > limits.body
        case .lingering: now - since > limits.linger
        case .answering: false
        }
    }
}
