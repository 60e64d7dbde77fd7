import HTTP

extension Connection {
    /// Whether the reactor should read from the socket.
    var wantsInput: Bool {
        !hasInputEnded && waitingBytes < services.limits.outputBytes && standing.acceptsInput
    }

    /// What the reactor should watch the socket for.
    var wanted: Epoll.Readiness {
        var readiness = Epoll.Readiness()
        if wantsInput { readiness.insert(.input) }
        // Level-triggered readiness that is known already would wake the reactor without end.
        if !hasInputEnded, !hasPeerClosed { readiness.insert(.peerClosed) }
        if isBlocked { readiness.insert(.output) }
        return readiness
    }

    /// Writes what there is to write, and lets the driver go on where output had stopped it.
    ///
    /// - Returns: false when the connection is gone.
    func flush(now: ContinuousClock.Instant) -> Bool {
        var written = 0
        let outcome = write(&output, &written)
        services.metrics.sentBytes.add(written)
        guard outcome != .failed else { return false }
        let wasBlocked = isBlocked
        isBlocked = outcome == .blocked
        if isBlocked || wasBlocked {
            clock.noteOutput(written, isBlocked: isBlocked, now: now)
        }
        return true
    }

    /// Takes the output once for all steps, each of which would have to claim it for itself.
    private func write(_ output: inout OutputBuffer, _ written: inout Int) -> WriteOutcome {
        let driver = driver
        while true {
            let hasMore = driver?.advance(&output) ?? false
            guard !output.isEmpty || tls?.sealed.isEmpty == false else { return .drained }
            let outcome = send(&output, &written)
            guard outcome == .drained, hasMore else { return outcome }
        }
    }
}
