import COpenSSL
import Glibc

/// A client's TLS over a connected socket, for a process that asks a server of its own how it is.
///
/// Takes whatever certificate the server shows, so nothing secret belongs here. Shows the server's own
/// certificate where the server asks for one. Blocks, as long as the socket does; one thread at a time.
public final class OwnServerConnection {
    private let session: OpaquePointer

    /// Shakes hands over a socket, which stays the caller's to close, after this has gone.
    ///
    /// - Throws: `ServerError.tls` when the server does not speak TLS or refuses.
    public init(over socket: Int32, of server: TLSConfiguration) throws(ServerError) {
        OpenSSLErrors.clear()
        guard let context = SSL_CTX_new(TLS_client_method()) else {
            throw .tls(reason: OpenSSLErrors.take())
        }
        // The session keeps it.
        defer { SSL_CTX_free(context) }
        SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nil)
        // A file that can't be read is missed only by a server that asks for a certificate.
        SSL_CTX_use_certificate_chain_file(context, server.certificatePath)
        SSL_CTX_use_PrivateKey_file(context, server.keyPath, SSL_FILETYPE_PEM)
        OpenSSLErrors.clear()
        guard let session = SSL_new(context) else { throw .tls(reason: OpenSSLErrors.take()) }
        guard SSL_set_fd(session, socket) == 1, SSL_connect(session) == 1 else {
            let reason = OpenSSLErrors.take()
            SSL_free(session)
            throw .tls(reason: reason)
        }
        self.session = session
    }

    deinit { SSL_free(session) }

    /// Sends all bytes; false when the connection is gone.
    public func send(_ bytes: [UInt8]) -> Bool {
        OpenSSLErrors.clear()
        return SSL_write(session, bytes, Int32(bytes.count)) == Int32(bytes.count)
    }

    /// Reads what comes next, at most `limit` bytes; nothing at the end.
    public func receive(atMost limit: Int) -> [UInt8] {
        OpenSSLErrors.clear()
        return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = Int(max(SSL_read(session, buffer.baseAddress, Int32(buffer.count)), 0))
        }
    }
}
