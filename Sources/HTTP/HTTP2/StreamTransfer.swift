/// How the bytes of one stream come on, in the phase it is in.
struct StreamTransfer {
    /// What a stream waits for.
    enum Phase {
        /// Its body's bytes.
        case body
        /// The client's window, to send the answer's bytes.
        case answer
        /// The end of a request that is answered.
        case rest
    }

    let phase: Phase
    private var clock: TransferClock
    private var count: Int

    /// Begins a phase in which `count` bytes have been moved already.
    init(_ phase: Phase, count: Int, now: TransferClock.Instant) {
        self.phase = phase
        self.count = count
        clock = TransferClock(now: now)
    }

    /// Takes down how many bytes have been moved by now.
    mutating func note(count: Int, now: TransferClock.Instant) {
        clock.note(count - self.count, now: now)
        self.count = count
    }

    /// Whether the client takes too long.
    func isOverdue(now: TransferClock.Instant, limits: TransferLimits) -> Bool {
        switch phase {
        case .body: clock.isOverdue(now: now, patience: limits.body, rate: limits.rate)
        case .answer: clock.isOverdue(now: now, patience: limits.write, rate: limits.rate)
        // However fast it comes: the rest of an answered request is of no use.
        case .rest: clock.isOverdue(now: now, patience: limits.linger, rate: .max)
        }
    }
}
