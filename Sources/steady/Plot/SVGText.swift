/// An SVG drawing in the making: elements as text, with everything in them escaped.
struct SVGText {
    private(set) var body = ""

    /// The attributes of an element, in order.
    typealias Attributes = KeyValuePairs<String, String>

    /// Adds an element that holds nothing but perhaps a text.
    mutating func add(_ element: String, _ attributes: Attributes, text: String? = nil) {
        body += Self.openTag(element, attributes)
        if let text {
            body += ">\(Self.escaped(text))</\(element)>\n"
        } else {
            body += "/>\n"
        }
    }

    /// Adds an element that holds others.
    mutating func group(
        _ element: String = "g", _ attributes: Attributes, _ content: (inout SVGText) -> Void
    ) {
        body += Self.openTag(element, attributes) + ">\n"
        content(&self)
        body += "</\(element)>\n"
    }

    private static func openTag(_ element: String, _ attributes: Attributes) -> String {
        "<\(element)" + attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    /// A coordinate, to a hundredth of a pixel.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let whole = hundredths / 100
        let rest = abs(hundredths % 100)
        guard rest != 0 else { return "\(whole)" }
        let sign = hundredths < 0 && whole == 0 ? "-" : ""
        let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
        return "\(sign)\(whole).\(digits)"
    }

    /// Text as XML holds it; characters that XML 1.0 has no way to hold become U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += " "
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
