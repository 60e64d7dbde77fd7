import COpenSSL
import Glibc

/// What the TLS sessions of a client share, for what measures servers: OpenSSL's `SSL_CTX`, set up and
/// then only read.
///
/// Sendable: OpenSSL counts references to a context atomically, and any thread may make sessions from
/// one that is not changed any more; nothing changes it after `init`.
package final class TLSClientContext: @unchecked Sendable {
    /// Whose certificates a server may show.
    package enum Trust: Sendable, Hashable {
        /// Those of the authorities that this system trusts, for the server's own name.
        case system
        /// Those of the authorities in a PEM file, for the server's own name.
        case authorities(path: String)
        /// Any.
        case anything
    }

    private static let patience = 10

    let raw: OpaquePointer
    let host: String
    private let trust: Trust

    /// Makes a context for the server of that name or numeric address, which is to speak `wanted`.
    ///
    /// - Throws: `ServerError.badFile` when the authorities can't be read.
    package init(
        host: String, speaking wanted: ApplicationProtocol, trusting trust: Trust
    ) throws(ServerError) {
        OpenSSLErrors.clear()
        guard let raw = SSL_CTX_new(TLS_client_method()) else {
            throw .tls(reason: OpenSSLErrors.take())
        }
        self.raw = raw
        self.host = host
        self.trust = trust
        SSL_CTX_ctrl(raw, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_ctrl(
            raw, SSL_CTRL_MODE,
            Int(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER), nil)
        // A name behind its length (RFC 7301 section 3.1); 0 is success here.
        let offer = [UInt8(wanted.name.count)] + wanted.name
        SSL_CTX_set_alpn_protos(raw, offer, UInt32(offer.count))
        switch trust {
        case .anything: return
        case .system: SSL_CTX_set_default_verify_paths(raw)
        case .authorities(let path):
            guard SSL_CTX_load_verify_locations(raw, path, nil) == 1 else {
                throw .badFile(path: path, reason: OpenSSLErrors.take())
            }
        }
        SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
    }

    deinit { SSL_CTX_free(raw) }

    /// Makes OpenSSL's session, which names the server and asks for a certificate of that name.
    func makeSession() -> OpaquePointer? {
        guard let session = SSL_new(raw) else { return nil }
        let parameters = SSL_get0_param(session)
        // Numeric addresses stand in certificates in another way, and have no place in the greeting.
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, host) != 1 {
            OpenSSLErrors.clear()
            X509_VERIFY_PARAM_set1_host(parameters, host, 0)
            host.withCString { name in
                _ = SSL_ctrl(
                    session, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name),
                    UnsafeMutableRawPointer(mutating: name))
            }
        }
        return session
    }

    /// Shakes hands with the server once, to find out whether that can be done.
    ///
    /// Blocks for ten seconds at most.
    ///
    /// - Throws: `ServerError.handshake` with what is wrong, or what connecting to the address does.
    package func tryHandshake(with address: SocketAddress) throws(ServerError) {
        let descriptor = try Descriptor.connected(to: address, patience: Self.patience)
        OpenSSLErrors.clear()
        guard let session = makeSession() else { throw .tls(reason: OpenSSLErrors.take()) }
        defer { SSL_free(session) }
        guard SSL_set_fd(session, descriptor.raw) == 1, SSL_connect(session) == 1 else {
            let verdict = SSL_get_verify_result(session)
            guard verdict != X509_V_OK else {
                throw .handshake(subject: "\(address)", reason: OpenSSLErrors.take())
            }
            OpenSSLErrors.clear()
            let text = X509_verify_cert_error_string(verdict).map { String(cString: $0) } ?? ""
            throw .handshake(subject: "\(address)", reason: "its certificate is refused: \(text)")
        }
        SSL_shutdown(session)
    }
}
