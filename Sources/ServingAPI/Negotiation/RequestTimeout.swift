import HTTP
import HTTPTypes

/// How long a client waits for its answer: the field `X-Request-Timeout`.
enum RequestTimeout {
    static let fieldName = HTTPField.Name(known: "X-Request-Timeout")

    /// Waiting longer is as good as waiting without end.
    private static let longest = Duration.seconds(24 * 3600)

    /// Reads the field: seconds such as `2` or `0.5`, or with a unit, `250ms` or `2s`; nil without
    /// it.
    static func read(_ fields: HTTPFields) throws(RequestError) -> Duration? {
        guard let field = fields.text(of: fieldName) else { return nil }
        let text = field.trimmingSpaces
        let number: Substring
        let unit: Double
        if text.hasSuffix("ms") {
            (number, unit) = (text.dropLast(2), 0.001)
        } else {
            (number, unit) = (text.hasSuffix("s") ? text.dropLast() : text, 1)
        }
        // What else `Double` reads, such as hexadecimal, is more likely a mistake.
        let isDecimal = number.utf8.allSatisfy {
            0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e")
        }
        guard isDecimal, let value = Double(number), value.isFinite, value > 0 else {
            throw .headerField(
                name: fieldName.rawName, value: field,
                expected: "seconds such as 2.5, or milliseconds such as 250ms")
        }
        let seconds = value * unit
        return seconds < 24 * 3600 ? .seconds(seconds) : longest
    }
}

extension HTTPField.Name {
    /// Makes a name that is written in the source and known to be one.
    init(known name: StaticString) {
        guard let made = HTTPField.Name("\(name)") else {
            preconditionFailure("\(name) is no field name")
        }
        self = made
    }
}
