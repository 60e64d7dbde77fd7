/// One range of media types, such as `application/*;q=0.8`.
///
/// Source: RFC 9110 section 12.5.1.
struct MediaRange {
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

    /// How much a field that lists ranges wants a type, from 0, not at all, to 1.
    static func quality(of mediaType: String, in field: String) -> Double {
        quality(of: mediaType, in: field.split(separator: ",").compactMap { MediaRange($0) })
    }

    /// How much ranges want a type.
    static func quality(of mediaType: String, in ranges: [MediaRange]) -> Double {
        ranges.filter { $0.matches(mediaType) }
            .max { $0.specificity < $1.specificity }?.quality ?? 0
    }
}
