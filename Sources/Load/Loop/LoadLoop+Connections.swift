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
        case .open:
            if !readiness.isDisjoint(with: [.input, .peerClosed, .gone]) {
                guard read(connection) else { return }
            }
            if readiness.contains(.output) { connection.isBlocked = false }
            touch(connection)
        }
    }

    /// Writes what waits, and closes what has come to its end.
    func settle(_ connection: LoadConnection) {
        guard let exchange = connection.exchange, let descriptor = connection.descriptor else {
            return
        }
        guard exchange.prepare(&connection.output, &landings) else {
            settleLandings(connection)
            drop(connection, .closed)
            return
        }
        settleLandings(connection)
        if !connection.output.isEmpty, !connection.isBlocked {
            switch descriptor.send(&connection.output) {
            case .drained: break
            case .failed:
                drop(connection, .broken)
                return
            case .blocked: connection.isBlocked = true
            }
            watch(connection)
        }
        if exchange.isEnding, exchange.flights.isEmpty { drop(connection, .closed) }
    }

    /// Gives up what took too long, and makes connections again.
    func sweep(_ connection: LoadConnection, sentBefore limit: MonotonicTime) {
        switch connection.phase {
        case .closed:
            if connection.isDue(at: now) { connect(connection) }
        case .connecting(let since):
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
        guard let descriptor = connection.descriptor, descriptor.pendingError == 0,
            let exchange = makeExchange()
        else {
            drop(connection, .connect)
            return
        }
        now = .now
        connection.open(exchange)
        connection.watched = .input
        epoll.change(descriptor, to: .input, token: UInt64(connection.index))
        offer(connection, places: exchange.freePlaces)
        touch(connection)
    }

    /// Reads what has come; false when the connection is gone.
    private func read(_ connection: LoadConnection) -> Bool {
        while let descriptor = connection.descriptor, let exchange = connection.exchange {
            var hasFailed = false
            let count = readBuffer.withUnsafeMutableBytes {
                descriptor.receive(into: $0, failure: &hasFailed)
            }
            guard let count else {
                if hasFailed { drop(connection, .broken) }
                return !hasFailed
            }
            now = .now
            guard count > 0 else {
                exchange.inputEnded(&landings)
                settleLandings(connection)
                drop(connection, .closed)
                return false
            }
            let goesOn = exchange.receive(
                readBuffer.span.extracting(0..<count), &connection.output, &landings)
            settleLandings(connection)
            guard goesOn else {
                drop(connection, .malformed)
                return false
            }
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
