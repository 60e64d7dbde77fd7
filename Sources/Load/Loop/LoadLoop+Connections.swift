import Glibc
import HTTP
import Server

/// The life of one connection, as its loop sees it.
extension LoadLoop {
    /// Acts on what a connection is ready for.
    func handle(_ connection: LoadConnection, _ readiness: Epoll.Readiness) {
        switch connection.phase {
        case .closed: return
        case .connecting: finishConnecting(connection)
        case .greeting, .open:
            if !readiness.isDisjoint(with: [.input, .peerClosed, .gone]) {
                guard read(connection) else { return }
            }
            if readiness.contains(.output) { connection.isBlocked = false }
            touch(connection)
        }
    }

    /// Writes what waits, and closes what has come to its end.
    func settle(_ connection: LoadConnection) {
        guard let descriptor = connection.descriptor else { return }
        if let exchange = connection.exchange {
            guard exchange.prepare(&connection.output, &landings) else {
                settleLandings(connection)
                drop(connection, .closed)
                return
            }
            settleLandings(connection)
        }
        if connection.hasOutput, !connection.isBlocked {
            switch connection.send(by: descriptor) {
            case .drained: break
            case .failed:
                drop(connection, connection.exchange == nil ? .connect : .broken)
                return
            case .blocked: connection.isBlocked = true
            }
            watch(connection)
        }
        if let exchange = connection.exchange, exchange.isEnding, exchange.flights.isEmpty {
            drop(connection, .closed)
        }
    }

    /// Gives up what took too long, and makes connections again.
    func sweep(_ connection: LoadConnection, sentBefore limit: MonotonicTime) {
        switch connection.phase {
        case .closed:
            if connection.isDue(at: now) { connect(connection) }
        case .connecting(let since), .greeting(let since):
            if since < limit { drop(connection, .connect) }
        case .open:
            guard let exchange = connection.exchange else { return }
            let goesOn = exchange.expire(sentBefore: limit, &landings)
            settleLandings(connection)
            if goesOn { touch(connection) } else { drop(connection, .timeout) }
        }
    }

    private func connect(_ connection: LoadConnection) {
        do throws(ServerError) {
            let descriptor = try Descriptor.connecting(to: address)
            try epoll.add(descriptor, .output, token: UInt64(connection.index))
            connection.connect(by: descriptor, now: now)
        } catch {
            noteFailedConnection()
            connection.close(now: now)
        }
    }

    private func finishConnecting(_ connection: LoadConnection) {
        guard let descriptor = connection.descriptor, descriptor.pendingError == 0 else {
            drop(connection, .connect)
            return
        }
        now = .now
        connection.watched = .input
        epoll.change(descriptor, to: .input, token: UInt64(connection.index))
        guard let sealing else {
            open(connection)
            return
        }
        guard let session = TLSSession(sealing) else {
            drop(connection, .connect)
            return
        }
        connection.greet(by: session, now: now)
        touch(connection)
    }

    /// Begins to exchange requests and answers; false when that can't be.
    @discardableResult
    private func open(_ connection: LoadConnection) -> Bool {
        guard let exchange = makeExchange() else {
            drop(connection, .connect)
            return false
        }
        connection.open(exchange)
        offer(connection, places: exchange.freePlaces)
        touch(connection)
        return true
    }

    /// Takes in bytes as they were read; false when the connection is gone.
    private func arrive(_ count: Int, on connection: LoadConnection) -> Bool {
        guard let tls = connection.tls else {
            guard let exchange = connection.exchange else { return true }
            let isSound = exchange.receive(
                readBuffer.span.extracting(0..<count), &connection.output, &landings)
            return goOn(connection, isSound: isSound)
        }
        var goesOn = true
        tls.receive(readBuffer.span.extracting(0..<count), through: &plaintext) { bytes in
            goesOn = goesOn && openSealed(connection)
            guard goesOn, let exchange = connection.exchange else { return }
            let isSound = exchange.receive(bytes, &connection.output, &landings)
            goesOn = goOn(connection, isSound: isSound)
        }
        guard goesOn else { return false }
        if tls.hasFailed {
            drop(connection, connection.exchange == nil ? .connect : .malformed)
            return false
        }
        if tls.isEstablished, !openSealed(connection) { return false }
        if tls.hasInputEnded {
            end(connection)
            return false
        }
        return true
    }

    /// Begins to exchange once hands are shaken, if the server agreed to the protocol; a server that
    /// chose none speaks HTTP/1.1.
    private func openSealed(_ connection: LoadConnection) -> Bool {
        guard connection.exchange == nil else { return true }
        guard connection.tls?.applicationProtocol ?? .http1 == plan.wireProtocol.agreed else {
            drop(connection, .connect)
            return false
        }
        return open(connection)
    }

    /// Counts what has ended by bytes that came; false when they are none of the protocol, and the
    /// connection is gone.
    private func goOn(_ connection: LoadConnection, isSound: Bool) -> Bool {
        settleLandings(connection)
        if !isSound { drop(connection, .malformed) }
        return isSound
    }

    /// Learns that the server sends no more.
    private func end(_ connection: LoadConnection) {
        connection.exchange?.inputEnded(&landings)
        settleLandings(connection)
        drop(connection, connection.exchange == nil ? .connect : .closed)
    }

    /// Reads what has come; false when the connection is gone.
    private func read(_ connection: LoadConnection) -> Bool {
        while let descriptor = connection.descriptor {
            var hasFailed = false
            let count = readBuffer.withUnsafeMutableBytes {
                descriptor.receive(into: $0, failure: &hasFailed)
            }
            guard let count else {
                if hasFailed { drop(connection, connection.exchange == nil ? .connect : .broken) }
                return !hasFailed
            }
            now = .now
            guard count > 0 else {
                end(connection)
                return false
            }
            guard arrive(count, on: connection) else { return false }
            if count < readBuffer.count { break }
        }
        return true
    }

    /// Counts what has ended, and offers the places that are free by that.
    private func settleLandings(_ connection: LoadConnection) {
        guard !landings.isEmpty else { return }
        let count = landings.count
        land(on: connection)
        offer(connection, places: count)
    }

    private func offer(_ connection: LoadConnection, places: Int) {
        guard connection.exchange?.isEnding == false else { return }
        for _ in 0..<places {
            free.append(
                PlaceQueue.Place(
                    connection: connection.index, generation: connection.generation))
        }
    }

    /// Closes a connection; what was under way on it has failed.
    private func drop(_ connection: LoadConnection, _ failure: LoadFailure) {
        if failure == .connect { noteFailedConnection() }
        landings = (connection.exchange?.flights ?? []).map {
            Landing(flight: $0, outcome: .failure(failure))
        }
        land(on: connection)
        if let descriptor = connection.descriptor { epoll.remove(descriptor) }
        connection.close(now: now)
    }

    private func noteFailedConnection() {
        if window.counts(now) { result.failures[.connect, default: 0] += 1 }
    }

    private func watch(_ connection: LoadConnection) {
        let wanted: Epoll.Readiness = connection.isBlocked ? [.input, .output] : .input
        guard wanted != connection.watched, let descriptor = connection.descriptor else { return }
        connection.watched = wanted
        epoll.change(descriptor, to: wanted, token: UInt64(connection.index))
    }
}
