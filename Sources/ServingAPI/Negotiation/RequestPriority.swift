import Batching
import HTTP
import HTTPTypes

/// How much a request matters beside others: the field `X-Priority`.
enum RequestPriority {
    static let fieldName = HTTPField.Name(known: "X-Priority")

    /// Reads the field, `high`, `normal` or `low` in any case; normal without it.
    static func read(_ fields: HTTPFields) throws(RequestError) -> Priority {
        guard let field = fields.text(of: fieldName) else { return .normal }
        switch field.trimmingSpaces.lowercased() {
        case "high": return .high
        case "normal": return .normal
        case "low": return .low
        default:
            throw .headerField(
                name: fieldName.rawName, value: field, expected: "high, normal or low")
        }
    }
}
