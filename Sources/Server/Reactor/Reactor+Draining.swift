/// The end of a reactor.
extension Reactor {
    /// Closes the listener; connections close when their requests are answered or they have been idle
    /// for a moment.
    func drain() {
        now = Instant.now
        stopListening()
        readMail()
        services.isDraining = true
        for connection in table.elements {
            // Answers may have come to it above.
            connection.noteStanding()
            // A request that is in the kernel already is still served.
            guard read(connection) else { continue }
            connection.driver?.drain()
            touch(connection)
        }
        readMail()
        settleTouched()
        sources?.hasten()
    }

    /// Does nothing, in its turn.
    func takeTurn() {}

    /// Closes all connections, whatever they are doing.
    func closeAll() {
        for connection in table.elements { drop(connection) }
    }

    /// Returns when a draining reactor has no connection left.
    func end() async {
        guard table.count > 0 else { return }
        await withCheckedContinuation { waitingForEnd.append($0) }
    }
}
