import Foundation

/// What a command found, which it also gives as JSON.
protocol Report: Encodable {}

extension Report {
    /// The report as machines read it: one object with snake-case keys in alphabetical order.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
