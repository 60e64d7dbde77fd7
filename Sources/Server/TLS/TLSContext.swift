import COpenSSL

/// What the TLS sessions of one certificate share: OpenSSL's `SSL_CTX`, set up and then only read.
///
/// TLS 1.2 and 1.3; in 1.2 only suites with forward secrecy and authenticated encryption, none of
/// which HTTP/2 forbids (RFC 9113 appendix A). No renegotiation and no early data. Sessions resume by
/// tickets, so that the server keeps nothing for clients that have gone.
///
/// Sendable: OpenSSL counts references to a context atomically, and any thread may make sessions from
/// one that is not changed any more; nothing changes it after `init`.
final class TLSContext: @unchecked Sendable {
    private static let suites = "ECDHE+AESGCM:ECDHE+CHACHA20"
    private static let groups = "X25519:P-256:P-384"
    /// Names this server in tickets, without which sessions with client certificates do not resume.
    private static let sessionName = Array("steady".utf8)

    /// Frees the context, also where setting it up ends halfway.
    private final class Owner {
        let raw: OpaquePointer

        init?() {
            guard let raw = SSL_CTX_new(TLS_server_method()) else { return nil }
            self.raw = raw
        }

        deinit { SSL_CTX_free(raw) }
    }

    private let owner: Owner
    /// What is in force, for the log.
    let summary: String
    /// What is doubtful about it, such as that it has expired.
    let warnings: [String]

    /// Reads the files and makes a context of them.
    ///
    /// - Parameter time: the present, in seconds since 1970.
    /// - Throws: `ServerError.unreadable`, `.badFile` or `.keyMismatch`.
    init(_ configuration: TLSConfiguration, at time: Int) throws(ServerError) {
        OpenSSLErrors.clear()
        guard let owner = Owner() else { throw .tls(reason: OpenSSLErrors.take()) }
        let chain = try PEMText(path: configuration.certificatePath).certificates()
        let key = try PEMText(path: configuration.keyPath).privateKey()
        guard chain[0].matches(key) else {
            throw .keyMismatch(
                certificatePath: configuration.certificatePath, keyPath: configuration.keyPath)
        }
        try Self.setUp(owner.raw)
        try Self.present(chain, key, of: configuration, in: owner.raw)
        if let clients = configuration.clientCertificates {
            try Self.ask(clients, in: owner.raw)
        }
        self.owner = owner
        summary = "\(chain[0].subject), valid until \(chain[0].end)"
        warnings = Self.doubts(chain, configuration.certificatePath, at: time)
    }

    /// OpenSSL's `SSL_CTX`.
    var raw: OpaquePointer { owner.raw }

    private static func setUp(_ context: OpaquePointer) throws(ServerError) {
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_set_options(context, steadyNoRenegotiation | steadyServerPreference)
        // Idle connections give back their record buffers, some 34 KiB each.
        SSL_CTX_ctrl(
            context, SSL_CTRL_MODE,
            Int(
                SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
                    | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER), nil)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), nil)
        SSL_CTX_set_session_id_context(context, sessionName, UInt32(sessionName.count))
        ApplicationProtocol.install(in: context)
        let groupsAreSet = groups.withCString { groups in
            SSL_CTX_ctrl(
                context, SSL_CTRL_SET_GROUPS_LIST, 0, UnsafeMutableRawPointer(mutating: groups))
        }
        guard SSL_CTX_set_cipher_list(context, suites) == 1, groupsAreSet == 1 else {
            throw .tls(reason: OpenSSLErrors.take())
        }
    }

    /// Has the server show its certificate, with those that lead to the root.
    private static func present(
        _ chain: [Certificate], _ key: PrivateKey, of configuration: TLSConfiguration,
        in context: OpaquePointer
    ) throws(ServerError) {
        guard SSL_CTX_use_certificate(context, chain[0].raw) == 1 else {
            throw .badFile(path: configuration.certificatePath, reason: OpenSSLErrors.take())
        }
        guard SSL_CTX_use_PrivateKey(context, key.raw) == 1 else {
            throw .badFile(path: configuration.keyPath, reason: OpenSSLErrors.take())
        }
        for certificate in chain.dropFirst() {
            // The 1 has the context take a reference of its own.
            let added = SSL_CTX_ctrl(
                context, SSL_CTRL_CHAIN_CERT, 1, UnsafeMutableRawPointer(certificate.raw))
            guard added == 1 else {
                throw .badFile(path: configuration.certificatePath, reason: OpenSSLErrors.take())
            }
        }
    }

    /// Has clients show certificates of these authorities.
    private static func ask(
        _ clients: TLSConfiguration.ClientCertificates, in context: OpaquePointer
    ) throws(ServerError) {
        let path = clients.authoritiesPath
        for authority in try PEMText(path: path).certificates() {
            guard X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.raw) == 1,
                SSL_CTX_add_client_CA(context, authority.raw) == 1
            else { throw .badFile(path: path, reason: OpenSSLErrors.take()) }
        }
        let required = clients.areRequired ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | required, nil)
    }

    private static func doubts(
        _ chain: [Certificate], _ path: String, at time: Int
    ) -> [String] {
        chain.compactMap { certificate in
            if certificate.hasEnded(at: time) {
                return "\(path): the certificate of \(certificate.subject) expired on "
                    + "\(certificate.end); clients will refuse it"
            }
            if certificate.isYetToBegin(at: time) {
                return "\(path): the certificate of \(certificate.subject) is not valid before "
                    + "\(certificate.beginning); clients will refuse it"
            }
            return nil
        }
    }
}
