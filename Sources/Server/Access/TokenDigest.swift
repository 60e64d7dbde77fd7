import COpenSSL

/// The SHA-256 of a token, which the server knows instead of the token.
struct TokenDigest: Sendable, Hashable {
    private static let byteCount = 32

    /// OpenSSL's algorithm, looked up once.
    ///
    /// Sendable: an algorithm is not changed once it was fetched, and never freed.
    private final class Algorithm: @unchecked Sendable {
        static let sha256 = Algorithm()

        let raw = EVP_MD_fetch(nil, "SHA256", nil)
    }

    private let bytes: [UInt8]

    /// Computes the digest of a token; nil when OpenSSL has no SHA-256 or no memory.
    init?(of token: some StringProtocol) {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        let token = Array(token.utf8)
        let algorithm = Algorithm.sha256.raw
        guard algorithm != nil,
            EVP_Digest(token, token.count, &bytes, nil, algorithm, nil) == 1
        else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits.
    init?(hexadecimal text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Character(Unicode.Scalar(digits[index])).hexDigitValue,
                let low = Character(Unicode.Scalar(digits[index + 1])).hexDigitValue
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self.bytes = bytes
    }

    /// The digest in hexadecimal digits.
    var hexadecimal: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0\(digits)" : digits
        }.joined()
    }

    /// Whether it is the same as another, in a time that does not tell how far they agree.
    func equals(_ other: TokenDigest) -> Bool {
        CRYPTO_memcmp(bytes, other.bytes, Self.byteCount) == 0
    }
}
