/// Metrics read from Prometheus' text format 0.0.4, or what breaks its rules.
///
/// Stricter than Prometheus: families must be whole, documented and typed, and histograms consistent.
public struct ExpositionText: Sendable {
    /// One sample: a number with its labels.
    public struct Sample: Hashable, Sendable {
        /// The name, of a histogram's with `_bucket`, `_sum` or `_count`.
        public let name: String
        /// The labels' values, read from their escaped form.
        public let labels: [String: String]
        /// The number.
        public let value: Double
    }

    /// The samples of one metric.
    public struct Family: Sendable {
        /// The name, of a counter with `_total`.
        public let name: String
        /// What it is, as it stands in the text.
        public let help: String
        /// `counter`, `gauge` or `histogram`.
        public internal(set) var type = ""
        /// The samples in their order.
        public internal(set) var samples: [Sample] = []
    }

    /// A line that breaks a rule.
    public struct Failure: Error, CustomStringConvertible {
        /// The rule and the line.
        public let description: String
    }

    /// The families in their order.
    public private(set) var families: [Family] = []

    /// Reads a whole text.
    public init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else {
            throw Failure(description: "no line feed at the end")
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("# HELP ") {
                try beginFamily(line.dropFirst(7))
            } else if line.hasPrefix("# TYPE ") {
                try setType(line.dropFirst(7))
            } else {
                try add(try SampleLine(line).sample, line)
            }
        }
        for family in families { try family.check() }
    }

    /// The family of that name.
    public func family(_ name: String) throws -> Family {
        guard let family = families.first(where: { $0.name == name }) else {
            throw Failure(description: "no \(name) among \(families.map(\.name))")
        }
        return family
    }

    /// The value of the one sample with that name and these labels, whatever others it has.
    public func value(_ name: String, _ labels: [String: String] = [:]) throws -> Double {
        let found = families.flatMap(\.samples).filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0] == $1 }
        }
        guard let only = found.first, found.count == 1 else {
            throw Failure(description: "\(found.count) samples \(name) \(labels)")
        }
        return only.value
    }

    private mutating func beginFamily(_ rest: Substring) throws {
        let parts = rest.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, Self.isName(parts[0], allowsColon: true) else {
            throw Failure(description: "bad HELP: \(rest)")
        }
        guard !families.contains(where: { $0.name == parts[0] }) else {
            throw Failure(description: "\(parts[0]) comes twice")
        }
        families.append(Family(name: String(parts[0]), help: String(parts[1])))
    }

    private mutating func setType(_ rest: Substring) throws {
        let parts = rest.split(separator: " ")
        let types = ["counter", "gauge", "histogram", "summary", "untyped"]
        guard parts.count == 2, let last = families.indices.last,
            families[last].name == parts[0], families[last].type.isEmpty,
            families[last].samples.isEmpty, types.contains(String(parts[1]))
        else { throw Failure(description: "bad TYPE: \(rest)") }
        families[last].type = String(parts[1])
    }

    private mutating func add(_ sample: Sample, _ line: Substring) throws {
        guard let last = families.indices.last, families[last].owns(sample.name) else {
            throw Failure(description: "outside of its family: \(line)")
        }
        let isNew = !families[last].samples.contains {
            $0.name == sample.name && $0.labels == sample.labels
        }
        guard isNew else { throw Failure(description: "twice: \(line)") }
        families[last].samples.append(sample)
    }

    static func isName(_ text: some StringProtocol, allowsColon: Bool) -> Bool {
        let isStart = { (byte: UInt8) in
            byte == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || allowsColon && byte == UInt8(ascii: ":")
        }
        guard let first = text.utf8.first, isStart(first) else { return false }
        return text.utf8.allSatisfy { isStart($0) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}

extension ExpositionText.Family {
    fileprivate func owns(_ sample: String) -> Bool {
        guard type == "histogram" else { return !type.isEmpty && sample == name }
        return ["_bucket", "_sum", "_count"].contains { sample == name + $0 }
    }

    fileprivate func check() throws {
        guard !type.isEmpty else {
            throw ExpositionText.Failure(description: "\(name) has no type")
        }
        if type == "counter" {
            guard name.hasSuffix("_total"), samples.allSatisfy({ $0.value >= 0 }) else {
                throw ExpositionText.Failure(description: "\(name) is no counter")
            }
        }
        if type == "histogram" { try checkHistograms() }
    }

    private func checkHistograms() throws {
        let groups = Dictionary(grouping: samples) { $0.labels.filter { $0.key != "le" } }
        for (labels, group) in groups {
            let buckets = group.filter { $0.name == name + "_bucket" }
            let bounds = buckets.map { Double($0.labels["le"] ?? "") ?? .nan }
            let counts = buckets.map(\.value)
            let total = group.filter { $0.name == name + "_count" }
            guard group.count == buckets.count + 2, bounds.last == .infinity,
                zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }),
                zip(counts, counts.dropFirst()).allSatisfy({ $0 <= $1 }),
                total.map(\.value) == counts.suffix(1)
            else {
                throw ExpositionText.Failure(description: "\(name) \(labels) is inconsistent")
            }
        }
    }
}

/// Reads one sample, byte by byte.
private struct SampleLine {
    let sample: ExpositionText.Sample

    init(_ line: Substring) throws {
        func failure(_ what: String) -> ExpositionText.Failure {
            ExpositionText.Failure(description: "\(what): \(line)")
        }
        var rest = line
        let name = rest.prefix { $0 != "{" && $0 != " " }
        guard ExpositionText.isName(name, allowsColon: true) else { throw failure("bad name") }
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let label = rest.prefix { $0 != "=" }
                rest = rest.dropFirst(label.count)
                guard ExpositionText.isName(label, allowsColon: false), rest.hasPrefix("=\""),
                    labels[String(label)] == nil
                else { throw failure("bad label") }
                rest = rest.dropFirst(2)
                var value = ""
                while let character = rest.popFirst(), character != "\"" {
                    guard character == "\\" else {
                        value.append(character)
                        continue
                    }
                    switch rest.popFirst() {
                    case "n": value.append("\n")
                    case "\\": value.append("\\")
                    case "\"": value.append("\"")
                    default: throw failure("bad escape")
                    }
                }
                labels[String(label)] = value
                if rest.first == "," {
                    rest = rest.dropFirst()
                } else if rest.first != "}" {
                    throw failure("bad end of a label")
                }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " ", let value = Self.number(rest.dropFirst()) else {
            throw failure("bad value")
        }
        sample = ExpositionText.Sample(name: String(name), labels: labels, value: value)
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.contains { $0 == " " || $0.isLetter && $0 != "e" } ? nil : Double(text)
        }
    }
}
