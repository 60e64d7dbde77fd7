import HTTP
import HTTPTypes
import Server

/// When answers tell what their parts took, in the field `Server-Timing`.
///
/// Source: W3C Server Timing.
public enum ServerTiming: String, CaseIterable, Hashable, Sendable {
    /// When the request asks for it by `X-Server-Timing: 1`.
    case onRequest = "on-request"
    /// With every answer to a prediction.
    case always
    /// Never.
    case off

    private static let request = HTTPField.Name(known: "X-Server-Timing")
    private static let answer = HTTPField.Name(known: "Server-Timing")

    /// Whether the answer to a request with these fields tells.
    func isWanted(_ fields: HTTPFields) -> Bool {
        switch self {
        case .always: true
        case .off: false
        case .onRequest:
            switch fields.text(of: Self.request) {
            case "1", "true": true
            default: false
            }
        }
    }

    /// Adds the field to an answer.
    static func add(_ times: WorkTimes, to fields: inout HTTPFields) {
        let parts = [
            ("decode", times.decode), ("queue", times.queue), ("compute", times.compute),
            ("encode", times.encode),
        ]
        fields[answer] = parts.map { "\($0);dur=\(milliseconds($1))" }.joined(separator: ", ")
    }

    /// Milliseconds with three digits behind the point.
    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        return "\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst())"
    }
}
