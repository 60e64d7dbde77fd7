import COpenSSL
import Glibc

/// An X.509 certificate; freed with the last reference.
final class Certificate {
    let raw: OpaquePointer

    /// Takes over a certificate that nobody else frees.
    init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { X509_free(raw) }

    /// Whom it names, such as `CN = example.org`.
    var subject: String {
        Self.text { X509_NAME_print_ex($0, X509_get_subject_name(raw), 0, steadyNameOnOneLine) }
    }

    /// The last moment at which it is valid, as people read it.
    var end: String { Self.text { ASN1_TIME_print($0, X509_get0_notAfter(raw)) } }

    /// The first moment at which it is valid, as people read it.
    var beginning: String { Self.text { ASN1_TIME_print($0, X509_get0_notBefore(raw)) } }

    /// Whether it is valid no more at a time, in seconds since 1970.
    func hasEnded(at time: Int) -> Bool {
        var time = time_t(time)
        return X509_cmp_time(X509_get0_notAfter(raw), &time) < 0
    }

    /// Whether it is not yet valid at a time, in seconds since 1970.
    func isYetToBegin(at time: Int) -> Bool {
        var time = time_t(time)
        return X509_cmp_time(X509_get0_notBefore(raw), &time) > 0
    }

    /// Whether the private key belongs to it.
    func matches(_ key: PrivateKey) -> Bool {
        defer { OpenSSLErrors.clear() }
        return X509_check_private_key(raw, key.raw) == 1
    }

    /// What a call prints into a `BIO`.
    private static func text(_ print: (OpaquePointer) -> Int32) -> String {
        guard let sink = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(sink) }
        _ = print(sink)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
            let count = BIO_read(sink, buffer.baseAddress, Int32(buffer.count))
            return String(
                decoding: UnsafeRawBufferPointer(buffer).prefix(Int(max(count, 0))), as: UTF8.self)
        }
    }
}

/// A private key; freed, and its memory cleared, with the last reference.
final class PrivateKey {
    let raw: OpaquePointer

    /// Takes over a key that nobody else frees.
    init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { EVP_PKEY_free(raw) }
}
