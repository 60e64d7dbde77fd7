/// The files from which a server's TLS is made.
public struct TLSConfiguration: Sendable, Hashable {
    /// Whose certificates clients may show, and whether they must.
    public struct ClientCertificates: Sendable, Hashable {
        /// A PEM file with the certificates of the authorities that are trusted.
        public var authoritiesPath: String
        /// Whether a client without a certificate is refused in the handshake; one with a certificate
        /// that is not valid always is.
        public var areRequired: Bool

        /// Makes the terms.
        public init(authoritiesPath: String, areRequired: Bool = true) {
            self.authoritiesPath = authoritiesPath
            self.areRequired = areRequired
        }
    }

    /// A PEM file with the server's certificate, and behind it those that lead to its root.
    public var certificatePath: String
    /// A PEM file with the certificate's private key, without a passphrase; may be the same file.
    public var keyPath: String
    /// What is asked of clients; nil asks for no certificate.
    public var clientCertificates: ClientCertificates?

    /// Makes a configuration; no file is read yet.
    public init(
        certificatePath: String, keyPath: String, clientCertificates: ClientCertificates? = nil
    ) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
        self.clientCertificates = clientCertificates
    }

    /// All files.
    public var paths: [String] {
        [certificatePath, keyPath] + (clientCertificates.map { [$0.authoritiesPath] } ?? [])
    }
}
