import Glibc
import HTTP

/// The life of one connection, as its reactor sees it.
extension Reactor {
    /// Input that is only dropped is taken once it has grown so long.
    private static let skippedPiece = 256 << 10
    /// Of a body that follows its head at once no more is read than fits in so many bytes with the head,
    /// until it is known whether it is wanted.
    private static let firstPiece = 16 << 10

    /// Takes over a socket.
    func adopt(_ descriptor: Descriptor, _ address: SocketAddress) {
        descriptor.setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let watched: Epoll.Readiness = [.input, .peerClosed]
        let connection = table.insert { token in
            Connection(
                descriptor: descriptor, client: Client(token: token, address: address),
                services: services, watched: watched, now: now)
        }
        connection.clock.note(connection.standing.activity, requestsBegun: 0, now: now)
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

    /// Reads what has come, as far as it fits in the buffer, or drops what nobody will look at; false
    /// when the connection is gone.
    ///
    /// To read on while some dozen clients send without end would keep the others waiting.
    func read(_ connection: Connection) -> Bool {
        guard connection.wantsInput else { return true }
        var hasFailed = false
        let standing = connection.standing
        let skippable = standing.skippableBytes
        let count =
            skippable > 0
            ? connection.descriptor.discard(upTo: skippable, failure: &hasFailed)
            : readBuffer.withUnsafeMutableBytes {
                // Where the next bytes to come are those of a request's head.
                let awaitsHead = standing.activity == .idle || standing.activity == .head
                let room = awaitsHead ? $0.prefix(Self.firstPiece) : $0[...]
                return connection.descriptor.receive(
                    into: UnsafeMutableRawBufferPointer(rebasing: room), failure: &hasFailed)
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
        if skippable > 0 {
            connection.skip(count)
        } else {
            connection.arrive(readBuffer.span.extracting(0..<count))
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
            if !connection.isGone { settle(connection) }
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Writes, closes what is at its end, and watches for what comes next.
    func settle(_ connection: Connection) {
        guard connection.flush(now: now) else {
            drop(connection)
            return
        }
        connection.noteStanding()
        connection.countMemory()
        if connection.waitingBytes == 0, isOver(connection) {
            drop(connection)
            return
        }
        setLowWater(of: connection)
        let standing = connection.standing
        connection.clock.note(
            standing.activity, requestsBegun: standing.requestsBegun, now: now)
        let wanted = connection.wanted
        if wanted != connection.watched {
            connection.watched = wanted
            epoll.change(connection.descriptor, to: wanted, token: connection.client.token.packed)
        }
    }

    /// Has what is only dropped gather, so that it is taken in few large pieces; the end of the input is
    /// told at once whatever has gathered.
    private func setLowWater(of connection: Connection) {
        let lowWater = Int32(max(1, min(connection.standing.skippableBytes, Self.skippedPiece)))
        guard lowWater != connection.lowWater else { return }
        connection.lowWater = lowWater
        connection.descriptor.setOption(SOL_SOCKET, SO_RCVLOWAT, lowWater)
    }

    /// Whether a connection with nothing left to write is to be closed now.
    private func isOver(_ connection: Connection) -> Bool {
        switch connection.standing.ending {
        case .open: return false
        case .close: return true
        case .linger:
            if connection.hasInputEnded { return true }
            if !connection.isLingering {
                connection.sayGoodbye()
                connection.linger()
                shutdown(connection.descriptor.raw, Int32(SHUT_WR))
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
        connection.isGone = true
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
