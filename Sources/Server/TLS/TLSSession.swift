import COpenSSL
import HTTP

/// One connection's TLS, without its socket: records in and plaintext out, and the other way round.
///
/// Belongs to one thread at a time: in the server to the connection's reactor. Never blocks; what is to be written to the socket, alerts and
/// tickets too, gathers in `sealed`.
package final class TLSSession {
    private enum Phase {
        case handshaking
        case established
        /// The peer's records can't be understood or its certificate is refused.
        case failed
    }

    /// From this many bytes in `sealed` on, no more is sealed before some are written.
    private static let mostSealed = 64 << 10

    /// What a session takes at most while it shakes hands, and from then on, by the growth of a process
    /// with 2,000 such connections (OpenSSL 3.0 on x86-64): 44 KiB, and 15 to 24 KiB.
    static let handshakeBytes = 48 << 10
    private static let establishedBytes = 24 << 10
    /// A record that has come in part: the buffer for the largest one there is.
    private static let recordBytes = 17 << 10

    private let transport = RecordTransport()
    private let session: OpaquePointer
    private var phase = Phase.handshaking
    private var hasSaidGoodbye = false
    /// Whether the peer has said that it sends no more.
    package private(set) var hasInputEnded = false
    /// Why the session has failed.
    private(set) var failure: String?
    /// The same in a word, where it failed in the handshake.
    private(set) var handshakeFailure: HandshakeFailure?

    /// Makes a session that waits for a client's first bytes; nil when there is no memory for it.
    convenience init?(_ context: TLSContext) {
        OpenSSLErrors.clear()
        guard let session = SSL_new(context.raw) else { return nil }
        SSL_set_accept_state(session)
        self.init(owning: session)
    }

    /// Makes a client's session, with its first bytes in `sealed`; nil when there is no memory for it.
    package convenience init?(_ context: TLSClientContext) {
        OpenSSLErrors.clear()
        guard let session = context.makeSession() else { return nil }
        SSL_set_connect_state(session)
        self.init(owning: session)
        shakeHands()
    }

    /// Takes over a session that knows which side it is on; nil when there is no memory.
    private init?(owning session: OpaquePointer) {
        guard let source = transport.makeSource() else {
            SSL_free(session)
            return nil
        }
        // One reference for both directions.
        SSL_set_bio(session, source, source)
        self.session = session
    }

    deinit { SSL_free(session) }

    /// Whether the handshake is done and nothing has failed since.
    package var isEstablished: Bool { phase == .established }

    /// Whether no more can be read or written.
    package var hasFailed: Bool { phase == .failed }

    /// The bytes of memory that the session takes, but for what waits in `sealed`.
    var heldBytes: Int {
        guard phase != .handshaking else { return Self.handshakeBytes }
        return Self.establishedBytes + (SSL_has_pending(session) == 1 ? Self.recordBytes : 0)
    }

    /// Records that wait to be written to the socket.
    package var sealed: OutputBuffer {
        get { transport.output }
        _modify { yield &transport.output }
    }

    /// What the handshake agreed to speak; nil while it runs, and if none was agreed on.
    package var applicationProtocol: ApplicationProtocol? {
        guard phase == .established else { return nil }
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        SSL_get0_alpn_selected(session, &name, &length)
        return ApplicationProtocol(name: UnsafeBufferPointer(start: name, count: Int(length)))
    }

    /// Takes in what has come from the socket, all of it, and hands on what it says.
    ///
    /// - Parameters:
    ///   - scratch: room for plaintext, at least one byte; what it holds is of no meaning afterwards.
    ///   - deliver: takes plaintext, any number of times, none before the handshake is done.
    package func receive(
        _ input: Span<UInt8>, through scratch: inout [UInt8], deliver: (Span<UInt8>) -> Void
    ) {
        input.withUnsafeBytes { bytes in
            transport.input = bytes
            // Nothing reads from there when this call is over.
            defer { transport.input = UnsafeRawBufferPointer(start: nil, count: 0) }
            OpenSSLErrors.clear()
            if phase == .handshaking { shakeHands() }
            while phase == .established, !hasInputEnded {
                let count = open(into: &scratch)
                if count > 0 { deliver(scratch.span.extracting(0..<count)) }
                if count < scratch.count { break }
            }
        }
    }

    /// Seals output, as long as not too much waits to be written; output after a failure is dropped.
    package func seal(_ output: inout OutputBuffer) {
        if phase == .failed { output.consume(output.count) }
        OpenSSLErrors.clear()
        while phase == .established, !output.isEmpty, sealed.count < Self.mostSealed {
            var sealedCount = 0
            var result: Int32 = 0
            output.forEachPiece(atMost: 1) { piece in
                result = SSL_write_ex(
                    session, piece.baseAddress, min(piece.count, Self.mostSealed), &sealedCount)
            }
            guard result == 1 else { return fail() }
            output.consume(sealedCount)
        }
    }

    /// Says that nothing more follows (close_notify), if there is somebody to say it to.
    func sayGoodbye() {
        guard phase == .established, !hasSaidGoodbye else { return }
        hasSaidGoodbye = true
        OpenSSLErrors.clear()
        SSL_shutdown(session)
    }

    private func shakeHands() {
        let result = SSL_do_handshake(session)
        if result == 1 {
            phase = .established
        } else {
            note(result)
        }
    }

    /// Fills the scratch as far as whole records have come, and says how far.
    private func open(into scratch: inout [UInt8]) -> Int {
        scratch.withUnsafeMutableBytes { bytes in
            var filled = 0
            while filled < bytes.count {
                var count = 0
                let room = bytes.baseAddress.map { $0 + filled }
                let result = SSL_read_ex(session, room, bytes.count - filled, &count)
                guard result == 1 else {
                    note(result)
                    break
                }
                filled += count
            }
            return filled
        }
    }

    /// Acts on why a call did not succeed.
    private func note(_ result: Int32) {
        switch SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: break
        case SSL_ERROR_ZERO_RETURN: hasInputEnded = true
        default: fail()
        }
    }

    private func fail() {
        if phase == .handshaking {
            handshakeFailure = HandshakeFailure(openSSLReason: OpenSSLErrors.reason)
        }
        phase = .failed
        failure = OpenSSLErrors.take()
    }
}
