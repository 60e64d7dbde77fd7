import COpenSSL
import Glibc

/// The contents of a PEM file, read block by block.
final class PEMText {
    private static let largestFile = 4 << 20

    private let path: String
    /// Kept where it is as long as `source` reads from it.
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// OpenSSL's `BIO` over `bytes`.
    private let source: OpaquePointer

    /// Reads the file.
    ///
    /// - Throws: `ServerError.unreadable`.
    init(path: String) throws(ServerError) {
        self.path = path
        let contents = try FileContents.read(path, atMost: Self.largestFile)
        bytes = .allocate(capacity: max(contents.count, 1))
        _ = bytes.update(from: contents)
        guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(contents.count)) else {
            bytes.deallocate()
            throw .badFile(path: path, reason: OpenSSLErrors.take())
        }
        self.source = source
    }

    deinit {
        BIO_free(source)
        bytes.deinitialize()
        bytes.deallocate()
    }

    /// The file's certificates in their order, at least one.
    ///
    /// - Throws: `ServerError.badFile` when there is none, or one is damaged.
    func certificates() throws(ServerError) -> [Certificate] {
        OpenSSLErrors.clear()
        var found: [Certificate] = []
        while let certificate = PEM_read_bio_X509(source, nil, nil, nil) {
            found.append(Certificate(owning: certificate))
        }
        guard OpenSSLErrors.saysNoStartLine else {
            throw .badFile(
                path: path,
                reason: "certificate \(found.count + 1) is damaged: \(OpenSSLErrors.take())")
        }
        OpenSSLErrors.clear()
        guard !found.isEmpty else {
            throw .badFile(
                path: path,
                reason: "it has no certificate in PEM, which begins with "
                    + "-----BEGIN CERTIFICATE-----; 'openssl x509 -inform DER -in FILE' makes PEM of DER"
            )
        }
        return found
    }

    /// The file's private key.
    ///
    /// - Throws: `ServerError.badFile` when there is none, or it has a passphrase.
    func privateKey() throws(ServerError) -> PrivateKey {
        OpenSSLErrors.clear()
        // Without a callback OpenSSL would ask for a passphrase on the terminal.
        var wasAsked = false
        let key = withUnsafeMutablePointer(to: &wasAsked) { asked in
            PEM_read_bio_PrivateKey(
                source, nil,
                { _, _, _, asked in
                    asked?.assumingMemoryBound(to: Bool.self).pointee = true
                    return -1
                }, asked)
        }
        if let key { return PrivateKey(owning: key) }
        if wasAsked {
            OpenSSLErrors.clear()
            throw .badFile(
                path: path,
                reason:
                    "its key has a passphrase; 'openssl pkey -in FILE -out NEW' makes one without")
        }
        let reason = OpenSSLErrors.take()
        // OpenSSL gives one and the same reason where there is no key and where it can't be read.
        let hasOne = String(decoding: bytes, as: UTF8.self).contains("PRIVATE KEY-----")
        throw .badFile(
            path: path,
            reason: hasOne
                ? "its private key is damaged: \(reason)"
                : "it has no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----")
    }
}
