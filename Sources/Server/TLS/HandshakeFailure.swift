import COpenSSL

/// Why a TLS handshake came to nothing.
enum HandshakeFailure: String, CaseIterable {
    /// The client sent something else than TLS, such as plain HTTP.
    case notTLS = "not_tls"
    /// Client and server have no version, suite, group or protocol in common.
    case noCommon = "nothing_in_common"
    /// The client showed no certificate where it must, or one that is not valid.
    case certificate
    /// The client refused, most often the server's certificate, by an alert.
    case refused
    /// The client took too long.
    case timeout
    /// The client went away in the middle.
    case closed
    /// The client's messages break the protocol, or OpenSSL had no memory.
    case failed

    /// Where the reasons begin that stand for alerts of the peer.
    private static let alerts = SSL_AD_REASON_OFFSET

    /// The class of a reason that OpenSSL gives.
    init(openSSLReason reason: Int32) {
        switch reason {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST, SSL_R_WRONG_VERSION_NUMBER:
            self = .notTLS
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_NO_SHARED_CIPHER,
            SSL_R_NO_SHARED_GROUPS, SSL_R_NO_SUITABLE_KEY_SHARE,
            SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM, SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS,
            SSL_R_NO_APPLICATION_PROTOCOL, SSL_R_INAPPROPRIATE_FALLBACK:
            self = .noCommon
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE, SSL_R_CERTIFICATE_VERIFY_FAILED:
            self = .certificate
        case Self.alerts...(Self.alerts + 255):
            self = .refused
        default:
            self = .failed
        }
    }
}
