import HTTPTypes

/// The formats a client takes an answer in, as its `accept` field ranks them.
///
/// Source: RFC 9110 section 12.5.1.
struct AcceptedFormats {
    /// How much each format is wanted, from 0, not at all, to 1.
    private var qualities: [BodyFormat: Double] = [:]

    /// Reads `accept`; without it, or with an empty one, everything is accepted.
    init(_ fields: HTTPFields) throws(RequestError) {
        let field = fields[.accept]?.trimmingSpaces ?? ""
        let ranges = field.split(separator: ",").compactMap { MediaRange($0) }
        for format in BodyFormat.allCases {
            let best = ranges.filter { $0.matches(format.mediaType) }
                .max { $0.specificity < $1.specificity }
            qualities[format] = field.isEmpty ? 1 : best?.quality ?? 0
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

/// One range of media types, such as `application/*;q=0.8`.
private struct MediaRange {
    let type: Substring
    let quality: Double

    init?(_ text: Substring) {
        let parts = text.split(separator: ";").map(\.trimmingSpaces)
        guard let type = parts.first, type.contains("/") else { return nil }
        self.type = Substring(type.lowercased())
        let weight = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
        quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }

    /// Exact types count more than ranges of them.
    var specificity: Int { type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2 }

    func matches(_ mediaType: String) -> Bool {
        type == "*/*" || mediaType == type
            || type.hasSuffix("/*") && mediaType.hasPrefix(type.dropLast())
    }
}
