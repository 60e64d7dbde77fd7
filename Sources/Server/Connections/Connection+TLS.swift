import HTTP

/// The seam between the socket's bytes and the protocol's, where TLS lies if there is any.
extension Connection {
    /// The first byte of every TLS connection: a record of the handshake (RFC 8446 section 5.1).
    private static let handshakeRecord: UInt8 = 22

    /// Takes in bytes as they were read from the socket.
    func arrive(_ input: Span<UInt8>) {
        guard let tls else {
            receive(input)
            return
        }
        guard !isLingering, input.count > 0 else { return }
        if !hasArrived, input[0] != Self.handshakeRecord {
            refuseUnsealed()
            return
        }
        hasArrived = true
        let hadFailed = tls.hasFailed
        tls.receive(input, through: &services.scratch) { plaintext in
            begin(tls.applicationProtocol)
            receive(plaintext)
        }
        // A server speaks first in HTTP/2, also to a client that has sent nothing yet.
        begin(tls.applicationProtocol)
        if tls.hasInputEnded { inputEnded() }
        if !hadFailed, let failure = tls.handshakeFailure { count(failure) }
    }

    /// Counts a handshake that the connection's end has cut off, if one had begun.
    func countCutHandshake() {
        guard let tls, hasArrived, !tls.isEstablished, !tls.hasFailed else { return }
        count(hasExpired ? .timeout : .closed)
    }

    private func count(_ failure: HandshakeFailure) {
        services.metrics.handshakeFailures[failure.rawValue].add()
    }

    /// The number of bytes that wait to be written, sealed or not.
    var unsentCount: Int { output.count + (tls?.sealed.count ?? 0) }

    /// Writes as much as the kernel takes; `sent` is what it took.
    func send(_ output: inout OutputBuffer, _ sent: inout Int) -> WriteOutcome {
        guard let tls else { return sendUnsealed(&output, &sent) }
        while true {
            tls.seal(&output)
            let outcome = sendUnsealed(&tls.sealed, &sent)
            guard outcome == .drained, tls.isEstablished, !output.isEmpty else { return outcome }
        }
    }

    /// Tells a client that speaks TLS that nothing more follows, as far as the kernel takes it.
    func sayGoodbye() {
        guard let tls else { return }
        tls.sayGoodbye()
        _ = descriptor.send(&tls.sealed)
    }

    private func sendUnsealed(
        _ buffer: inout OutputBuffer, _ sent: inout Int
    ) -> WriteOutcome {
        let before = buffer.count
        defer { sent += before - buffer.count }
        return descriptor.send(&buffer)
    }

    /// Answers a client that speaks plain HTTP, in plain HTTP, and reads no more.
    private func refuseUnsealed() {
        goOnUnsealed()
        count(.notTLS)
        let driver = HTTP1Driver(services: services, client: client)
        begin(driver)
        driver.refuse(
            .failure(.badRequest, "this port speaks HTTPS: use https:// in the address"), &output)
    }
}
