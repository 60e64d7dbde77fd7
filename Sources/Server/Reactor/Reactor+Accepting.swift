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
    /// Connections that were closed as they came, since that was last logged.
    var refused: [ConnectionRefusal: RefusedConnections] = [:]
}

/// Why a connection is closed as it comes.
enum ConnectionRefusal: String, CaseIterable {
    /// Its address has as many as one may have.
    case address
    /// There is no memory left for its TLS.
    case memory

    /// The reason, for the log.
    var text: String {
        switch self {
        case .address: "as many of their address are open as are allowed"
        case .memory: "the memory budget has no room for their TLS"
        }
    }
}

/// Connections that were closed as they came.
struct RefusedConnections {
    var count = 0
    /// Whose the last one was.
    var lastAddress = ""
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

    /// Says, at most once a second, that connections were closed as they came.
    func reportRefused() {
        guard let acceptor, !acceptor.refused.isEmpty else { return }
        self.acceptor?.refused.removeAll()
        for (refusal, connections) in acceptor.refused {
            logger.warning(
                "connections were closed: \(refusal.text)",
                metadata: [
                    "count": "\(connections.count)", "address": "\(connections.lastAddress)",
                ])
        }
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
                refuse(address, .address)
                return true
            }
            let memory = services.certificates == nil ? 0 : TLSSession.handshakeBytes
            guard services.memory.take(memory, ofRequest: memory) else {
                census.remove(address.network)
                refuse(address, .memory)
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

    /// Takes down that a connection is closed, as its descriptor goes out of scope.
    private func refuse(_ address: SocketAddress, _ refusal: ConnectionRefusal) {
        acceptor?.refused[refusal, default: RefusedConnections()].count += 1
        acceptor?.refused[refusal]?.lastAddress = address.host
        services.metrics.refusedConnections[refusal.rawValue].add()
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
