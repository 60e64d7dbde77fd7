import HTTP
import HTTPTypes
import Wire

/// How a body is compressed: the field `Content-Encoding`.
///
/// Source: RFC 9110 section 8.4.
enum ContentCoding: Hashable {
    /// Not at all.
    case identity
    case gzip
    /// What the field calls deflate is zlib's format; some clients send DEFLATE alone.
    case deflate

    /// What the field `Accept-Encoding` of an answer names.
    static let accepted = "gzip, deflate"

    /// Reads `content-encoding`.
    init(_ fields: HTTPFields) throws(RequestError) {
        guard let field = fields.text(of: .contentEncoding) else {
            self = .identity
            return
        }
        switch field.trimmingSpaces.lowercased() {
        case "", "identity": self = .identity
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        default: throw .unsupportedContentEncoding(field)
        }
    }

    /// The body as it was before it was compressed.
    ///
    /// - Parameter grants: Asked before memory for so many bytes in all is taken.
    func decode(
        _ body: [UInt8], limits: BodyLimits, grants: (Int) -> Bool
    ) throws(RequestError) -> [UInt8] {
        let wrapping: Inflation.Wrapping
        switch self {
        case .identity: return body
        case .gzip: wrapping = .gzip
        case .deflate: wrapping = Self.isZlib(body) ? .zlib : .none
        }
        let limit = limits.decompressed(from: body.count)
        do throws(WireError) {
            return try Inflation.inflate(body, from: wrapping, limit: limit, grants: grants)
        } catch {
            switch error {
            case .tooLong: throw .decompressed(limit: limit, compressed: body.count)
            case .noRoom: throw .outOfMemory
            default: throw .compression("\(error)")
            }
        }
    }

    /// Whether the first two bytes are a header of RFC 1950.
    private static func isZlib(_ body: [UInt8]) -> Bool {
        guard body.count >= 2 else { return true }
        return body[0] & 0x0F == 8 && (Int(body[0]) << 8 | Int(body[1])).isMultiple(of: 31)
    }
}
