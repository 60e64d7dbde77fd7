/// The bytes with which every HTTP/2 client begins (RFC 9113 section 3.4).
public enum HTTP2Preface {
    /// What the first bytes of a connection say.
    public enum Match: Sendable, Hashable {
        /// They are the preface.
        case whole
        /// They may become the preface.
        case partial
        /// They are something else.
        case none
    }

    /// The preface's length in bytes.
    static var count: Int { text.utf8CodeUnitCount }

    private static let text: StaticString = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

    /// Compares the first bytes of a connection with the preface.
    public static func match(_ bytes: Span<UInt8>) -> Match {
        for index in 0..<min(bytes.count, text.utf8CodeUnitCount)
        where bytes[index] != text.utf8Start[index] {
            return .none
        }
        return bytes.count < text.utf8CodeUnitCount ? .partial : .whole
    }
}
