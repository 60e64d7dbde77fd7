import HTTP
import HTTPTypes

/// The formats a client takes an answer in, as its `accept` field ranks them.
///
/// Source: RFC 9110 section 12.5.1.
struct AcceptedFormats {
    /// How much each format is wanted, from 0, not at all, to 1.
    private var qualities: [BodyFormat: Double] = [:]
    private static let everything = Dictionary(
        uniqueKeysWithValues: BodyFormat.allCases.map { ($0, 1.0) })

    /// Reads `accept`; without it, or with an empty one, everything is accepted.
    init(_ fields: HTTPFields) throws(RequestError) {
        let field = fields.text(of: .accept)?.trimmingSpaces ?? ""
        guard !field.isEmpty, field != "*/*" else {
            qualities = Self.everything
            return
        }
        let ranges = field.split(separator: ",").compactMap { MediaRange($0) }
        for format in BodyFormat.allCases {
            qualities[format] = MediaRange.quality(of: format.mediaType, in: ranges)
        }
        guard qualities.values.contains(where: { $0 > 0 }) else {
            throw .notAcceptable(String(field), offered: BodyFormat.mediaTypes)
        }
    }

    /// The format wanted most; of several, the one the request came in.
    func best(for asked: BodyFormat) -> BodyFormat {
        let order = [asked] + BodyFormat.allCases
        // The first of equals.
        return order.reversed().max { qualities[$0, default: 0] <= qualities[$1, default: 0] }
            ?? asked
    }
}
