import HTTP

extension Connection {
    /// Whether the reactor should read from the socket.
    var wantsInput: Bool {
        guard !hasInputEnded, unsentCount < services.limits.outputBytes else { return false }
        return isLingering || driver?.acceptsInput ?? true
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
        while true {
            driver?.advance(&output)
            guard unsentCount > 0 else { break }
            var sent = 0
            let outcome = send(&sent)
            written += sent
            services.metrics.sentBytes.add(sent)
            switch outcome {
            case .drained: continue
            case .failed: return false
            case .blocked:
                isBlocked = true
                clock.noteOutput(written, isBlocked: true, now: now)
                return true
            }
        }
        isBlocked = false
        clock.noteOutput(written, isBlocked: false, now: now)
        return true
    }
}
