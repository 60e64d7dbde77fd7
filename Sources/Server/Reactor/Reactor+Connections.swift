import Glibc
import HTTP

/// The life of one connection, as its reactor sees it.
extension Reactor {
    /// Input of a refused client is looked at once it has grown so long.
    private static let discardedPiece: Int32 = 256 << 10
    /// Drops at most so many pieces from one connection before the others have their turn.
    private static let discardsPerEvent = 4

    /// Takes over a socket.
    func adopt(_ descriptor: Descriptor, _ address: SocketAddress) {
        descriptor.setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let watched: Epoll.Readiness = [.input, .peerClosed]
        let connection = table.insert { token in
            Connection(
                descriptor: descriptor, client: Client(token: token, address: address),
                services: services, watched: watched, now: now)
        }
        connection.clock.note(connection.activity, requestsBegun: 0, now: now)
        do {
            try epoll.add(descriptor, watched, token: connection.client.token.packed)
        } catch {
            logger.warning("a connection can't be watched", metadata: ["error": "\(error)"])
            drop(connection)
        }
    }

    /// Acts on what a connection is ready for.
    func serve(_ connection: Connection, _ readiness: Epoll.Readiness) {
        if !readiness.isDisjoint(with: .gone) {
            drop(connection)
            return
        }
        if readiness.contains(.input) {
            guard read(connection) else { return }
        }
        if readiness.contains(.peerClosed), !connection.hasInputEnded { connection.peerClosed() }
        touch(connection)
    }

    /// Reads what has come, as far as it fits in the buffer; false when the connection is gone.
    ///
    /// To read on while some dozen clients send without end would keep the others waiting.
    func read(_ connection: Connection) -> Bool {
        if connection.isLingering { return discard(connection) }
        guard connection.wantsInput else { return true }
        var hasFailed = false
        let count = readBuffer.withUnsafeMutableBytes {
            connection.descriptor.receive(into: $0, failure: &hasFailed)
        }
        guard let count else {
            if hasFailed { drop(connection) }
            return !hasFailed
        }
        guard count > 0 else {
            connection.inputEnded()
            return true
        }
        services.metrics.receivedBytes.add(count)
        connection.clock.noteInput(count, now: now)
        connection.arrive(readBuffer.span.extracting(0..<count))
        return true
    }

    /// Drops what has come of a request that is refused, without looking at it; false when the
    /// connection is gone.
    private func discard(_ connection: Connection) -> Bool {
        for _ in 0..<Self.discardsPerEvent where connection.wantsInput {
            var hasFailed = false
            guard let count = connection.descriptor.discard(failure: &hasFailed) else {
                if hasFailed { drop(connection) }
                return !hasFailed
            }
            guard count > 0 else {
                connection.inputEnded()
                return true
            }
            services.metrics.receivedBytes.add(count)
        }
        return true
    }

    /// Has the connection looked at again before the round is over.
    func touch(_ connection: Connection) {
        guard !connection.isTouched else { return }
        connection.isTouched = true
        touched.append(connection)
    }

    /// Writes what this round has brought about.
    func settleTouched() {
        for connection in touched {
            connection.isTouched = false
            if table[connection.client.token] != nil { settle(connection) }
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Writes, closes what is at its end, and watches for what comes next.
    func settle(_ connection: Connection) {
        guard connection.flush(now: now) else {
            drop(connection)
            return
        }
        connection.countMemory()
        if connection.unsentCount == 0, isOver(connection) {
            drop(connection)
            return
        }
        connection.clock.note(
            connection.activity, requestsBegun: connection.driver?.requestsBegun ?? 0, now: now)
        let wanted = connection.wanted
        if wanted != connection.watched {
            connection.watched = wanted
            epoll.change(connection.descriptor, to: wanted, token: connection.client.token.packed)
        }
    }

    /// Whether a connection with nothing left to write is to be closed now.
    private func isOver(_ connection: Connection) -> Bool {
        switch connection.ending {
        case .open: return false
        case .close: return true
        case .linger:
            if connection.hasInputEnded { return true }
            if !connection.isLingering {
                connection.sayGoodbye()
                connection.linger()
                shutdown(connection.descriptor.raw, Int32(SHUT_WR))
                // What still comes is only dropped: in few large pieces, or at the client's end.
                connection.descriptor.setOption(SOL_SOCKET, SO_RCVLOWAT, Self.discardedPiece)
            }
            return false
        }
    }

    /// Ends a connection whose client took too long.
    func expire(_ connection: Connection) {
        connection.hasExpired = true
        if !connection.isBlocked, !connection.isLingering, let driver = connection.driver {
            driver.timeOut(&connection.output)
            _ = connection.flush(now: now)
        }
        drop(connection)
    }

    /// Closes a connection and cancels what is running for it.
    func drop(_ connection: Connection) {
        guard table.remove(connection.client.token) != nil else { return }
        connection.driver?.abandon()
        connection.countMemory(isGone: true)
        connection.countCutHandshake()
        connection.sayGoodbye()
        if let failure = connection.tls?.failure {
            logger.debug(
                "a client's TLS failed: \(failure)",
                metadata: ["client": "\(connection.client.remoteAddress)"])
        }
        epoll.remove(connection.descriptor)
        census.remove(connection.client.network)
        services.metrics.closedConnections.add()
        resumeAccepting()
        guard services.isDraining, table.count == 0 else { return }
        for waiting in waitingForEnd { waiting.resume() }
        waitingForEnd.removeAll()
    }
}
