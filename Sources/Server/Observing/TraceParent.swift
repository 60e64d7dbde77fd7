import HTTP
import HTTPTypes

/// The trace a request belongs to, as its field `traceparent` names it.
///
/// Source: W3C Trace Context, section 3.2.
public struct TraceParent: Hashable, Sendable {
    /// The trace: 32 lowercase hexadecimal digits, not all of them 0.
    public let traceID: String
    /// The caller's span: 16 lowercase hexadecimal digits, not all of them 0.
    public let parentID: String

    static let fieldName = HTTPField.Name("traceparent")

    /// Reads the field of a request; nil where there is none or it is not valid, which the standard
    /// wants to be treated alike.
    public init?(_ fields: HTTPFields) {
        // Of several fields the values come joined, and then they are not valid.
        guard let name = Self.fieldName, let value = fields.text(of: name) else { return nil }
        self.init(value)
    }

    /// Reads `00-TRACE-PARENT-FLAGS`.
    ///
    /// Of later versions what follows is ignored.
    init?(_ value: String) {
        let parts = value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16,
            parts[3].count == 2, parts[0...3].allSatisfy({ $0.allSatisfy(Self.isDigit) })
        else { return nil }
        let isFirstVersion = parts[0].elementsEqual("00".utf8)
        guard !parts[0].elementsEqual("ff".utf8), !isFirstVersion || parts.count == 4,
            parts[1].contains(where: { $0 != UInt8(ascii: "0") }),
            parts[2].contains(where: { $0 != UInt8(ascii: "0") })
        else { return nil }
        traceID = String(Substring(parts[1]))
        parentID = String(Substring(parts[2]))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
