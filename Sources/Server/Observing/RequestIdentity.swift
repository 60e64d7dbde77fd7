import HTTP
import HTTPTypes

/// What logs say about which request they mean.
struct RequestIdentity {
    /// Longer texts are cut, so that no client fills the log with one request.
    private static let longestPath = 1024
    private static let longestID = 128
    private static let requestID = HTTPField.Name("X-Request-Id")

    /// The method; empty where the bytes were no request.
    let method: String
    /// The path without its query, which may hold secrets.
    let path: String
    /// The trace, if the request names a valid one.
    let traceID: String?
    /// What the client calls the request, if anything.
    let requestID: String?

    init(_ head: HTTPRequest?) {
        method = head?.method.rawValue ?? ""
        let target = (head?.path ?? "").utf8
        path = Self.text(target.prefix { $0 != UInt8(ascii: "?") }, atMost: Self.longestPath)
        guard let fields = head?.headerFields else {
            traceID = nil
            requestID = nil
            return
        }
        traceID = TraceParent(fields)?.traceID
        requestID = Self.requestID.flatMap { fields.text(of: $0) }.map {
            Self.text($0.utf8[...], atMost: Self.longestID)
        }
    }

    private static func text(_ bytes: String.UTF8View.SubSequence, atMost limit: Int) -> String {
        bytes.count <= limit
            ? String(Substring(bytes)) : String(decoding: bytes.prefix(limit), as: UTF8.self) + "…"
    }
}
