import Glibc

/// What the one reactor that listens has for it.
struct Acceptor {
    let listener: Listener
    /// The mailboxes of all reactors, which get connections in turn.
    let reactors: [Mailbox]
    /// The one that gets the next connection.
    var next = 0
    /// Whether the listener is not watched because no connection can be taken.
    var isPaused = false
    /// Connections that were closed as they came, since that was last logged, and whose the last was.
    var refused = 0
    var lastRefused = ""
}

extension Reactor {
    /// Connections taken in one go, so that those that are open are served in between.
    private static let acceptsPerEvent = 64

    /// Begins to take connections and to spread them over `reactors`, this one among them.
    func listen(_ listener: Listener, for reactors: [Mailbox]) throws(ServerError) {
        try epoll.add(listener.descriptor, .input, token: Self.listenerToken)
        acceptor = Acceptor(listener: listener, reactors: reactors)
    }

    /// Takes the connections that wait, as far as the limits allow.
    func acceptWaiting() {
        for _ in 0..<Self.acceptsPerEvent {
            guard accept() else { return }
        }
    }

    /// Watches the listener again if it was not watched and there is room again.
    func resumeAccepting() {
        guard let acceptor, acceptor.isPaused,
            census.connections < services.limits.connections
        else { return }
        self.acceptor?.isPaused = false
        epoll.change(acceptor.listener.descriptor, to: .input, token: Self.listenerToken)
    }

    /// Says, at most once a second, that clients have too many connections.
    func reportRefused() {
        guard let acceptor, acceptor.refused > 0 else { return }
        self.acceptor?.refused = 0
        logger.warning(
            "connections were closed: as many of their address are open as are allowed",
            metadata: ["count": "\(acceptor.refused)", "address": "\(acceptor.lastRefused)"])
    }

    /// Takes what waits one last time, so that no client that was let in is turned away, and
    /// closes the listener.
    func stopListening() {
        guard let acceptor else { return }
        while accept() {}
        epoll.remove(acceptor.listener.descriptor)
        self.acceptor = nil
    }

    /// Takes one connection; false when none is to be had.
    private func accept() -> Bool {
        guard let acceptor else { return false }
        guard census.connections < services.limits.connections else {
            pauseAccepting("limit", "as many connections are open as are allowed")
            return false
        }
        switch acceptor.listener.accept() {
        case .nothing:
            return false
        case .exhausted(let code):
            pauseAccepting("resources", String(cString: strerror(code)))
            return false
        case .accepted(let descriptor, let address):
            let limit = services.limits.effectiveConnectionsPerAddress
            guard census.add(address.network, limit: limit) else {
                // The descriptor is closed as it goes out of scope.
                self.acceptor?.refused += 1
                services.metrics.refusedConnections["address"].add()
                self.acceptor?.lastRefused = address.host
                return true
            }
            services.metrics.acceptedConnections.add()
            let target = acceptor.reactors[acceptor.next]
            self.acceptor?.next = (acceptor.next + 1) % acceptor.reactors.count
            if target === mailbox {
                adopt(descriptor, address)
            } else {
                target.post(.adopt(descriptor, address))
            }
            return true
        }
    }

    /// Leaves clients waiting in the kernel; the next tick or the next connection that closes
    /// tries again, where a watched listener would wake the reactor without end.
    private func pauseAccepting(_ word: String, _ reason: String) {
        guard let acceptor, !acceptor.isPaused else { return }
        self.acceptor?.isPaused = true
        services.metrics.acceptPauses[word].add()
        epoll.change(acceptor.listener.descriptor, to: [], token: Self.listenerToken)
        logger.warning("no connection can be taken for now", metadata: ["reason": "\(reason)"])
    }
}
