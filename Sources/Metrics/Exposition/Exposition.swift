/// Writes metrics as text for Prometheus to read.
///
/// A family is begun once, and its samples follow it before the next one begins.
///
/// Source: Prometheus, "Exposition formats" (text format 0.0.4); OpenMetrics 1.0.0.
public struct Exposition: Sendable {
    /// The forms of the text.
    public enum Format: Hashable, Sendable {
        /// Prometheus' text format 0.0.4.
        case prometheus
        /// OpenMetrics 1.0.0.
        case openMetrics

        /// What the answer's `content-type` says.
        public var mediaType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    /// The kinds of metrics.
    public enum Kind: String, Hashable, Sendable {
        /// Only grows; the name ends in `_total`.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts in ranges.
        case histogram
    }

    /// Label names and values in the order in which they are shown.
    public typealias Labels = KeyValuePairs<String, String>

    private let format: Format
    private var text: [UInt8] = []
    private var name = ""
    private var names: Set<String> = []

    /// Begins a text.
    public init(format: Format = .prometheus) {
        self.format = format
        text.reserveCapacity(16 << 10)
    }

    /// Begins a family of samples.
    ///
    /// - Parameters:
    ///   - name: in the form `steady_things_unit`, unique in the text.
    ///   - help: what is measured, for people.
    public mutating func family(_ name: String, _ kind: Kind, help: String) {
        precondition(names.insert(name).inserted, "\(name) is begun a second time")
        precondition(kind != .counter || name.hasSuffix("_total"), "\(name) lacks _total")
        self.name = name
        // OpenMetrics names a counter's family without the suffix of its sample.
        let family =
            format == .openMetrics && kind == .counter ? String(name.dropLast(6)) : name
        text += "# HELP \(family) ".utf8
        appendEscaped(help, quotes: format == .openMetrics)
        text += "\n# TYPE \(family) \(kind.rawValue)\n".utf8
    }

    /// Writes a sample of the family.
    public mutating func sample(_ value: Int, _ labels: Labels = [:]) {
        append(name, labels)
        text += "\(value)\n".utf8
    }

    /// Writes a sample of the family.
    public mutating func sample(_ value: Double, _ labels: Labels = [:]) {
        append(name, labels)
        text += "\(Self.number(value))\n".utf8
    }

    /// Writes the samples of a histogram: how many values were at most each bound, their sum and
    /// their number.
    public mutating func sample(_ histogram: Histogram, _ labels: Labels = [:]) {
        let snapshot = histogram.snapshot
        var count = 0
        for (index, inRange) in snapshot.counts.enumerated() {
            count += inRange
            let bound =
                index < histogram.bounds.count
                ? Double(histogram.bounds[index]) / Double(histogram.scale) : .infinity
            append(name + "_bucket", labels, bound: Self.number(bound))
            text += "\(count)\n".utf8
        }
        append(name + "_sum", labels)
        text += "\(Self.number(Double(snapshot.sum) / Double(histogram.scale)))\n".utf8
        append(name + "_count", labels)
        text += "\(count)\n".utf8
    }

    /// The whole text.
    public consuming func finished() -> [UInt8] {
        if format == .openMetrics { text += "# EOF\n".utf8 }
        return text
    }

    private mutating func append(_ name: String, _ labels: Labels, bound: String? = nil) {
        text += name.utf8
        var separator = "{"
        for (label, value) in labels {
            text += "\(separator)\(label)=\"".utf8
            appendEscaped(value, quotes: true)
            text.append(UInt8(ascii: "\""))
            separator = ","
        }
        if let bound {
            text += "\(separator)le=\"\(bound)\"".utf8
            separator = ","
        }
        text += separator == "{" ? " ".utf8 : "} ".utf8
    }

    private mutating func appendEscaped(_ value: String, quotes: Bool) {
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): text += #"\\"#.utf8
            case UInt8(ascii: "\n"): text += #"\n"#.utf8
            case UInt8(ascii: "\"") where quotes: text += #"\""#.utf8
            default: text.append(byte)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value.description
    }
}
