import Fixtures

/// The worst errors of a group of golden cases against TensorFlow.
struct MatrixRow {
    let labels: [String]
    private(set) var cases = 0
    private var absolute: [Answering: Double] = [:]
    private var relative: [Answering: Double] = [:]

    init(labels: [String]) { self.labels = labels }

    mutating func add(_ measured: MeasuredCase) {
        cases += 1
        for (way, comparisons) in measured.comparisons {
            for comparison in comparisons {
                absolute[way] = max(absolute[way] ?? 0, comparison.absoluteError)
                relative[way] = max(relative[way] ?? 0, comparison.relativeError)
            }
        }
    }

    /// Labels, count, then the absolute and the relative error of each way.
    var cells: [String] {
        labels + ["\(cases)"] + Answering.allCases.map { Self.text(absolute[$0]) }
            + Answering.allCases.map { Self.text(relative[$0]) }
    }

    /// Two digits, rounded up.
    private static func text(_ error: Double?) -> String {
        guard let error else { return "–" }
        guard error > 0, error.isFinite else { return error == 0 ? "0" : "\(error)" }
        var (digits, exponent) = (error, 0)
        while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
        while digits >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
        let tenths = Int((digits * 10).rounded(.up))
        return tenths == 100
            ? "1.0e\(exponent + 1)" : "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}

/// A golden case with what each way's answers differ from TensorFlow's by.
struct MeasuredCase {
    let golden: GoldenCase
    let comparisons: [Answering: [Comparison]]
}

/// Cases in rows by what they have in common.
struct MatrixTable {
    let section: MatrixSection
    private(set) var rows: [MatrixRow] = []

    /// Puts each case that the section is about in its row; rows are sorted by their labels.
    init(_ section: MatrixSection, _ cases: [MeasuredCase]) {
        self.section = section
        var rows: [[String]: MatrixRow] = [:]
        for measured in cases {
            guard let labels = section.labels(measured.golden) else { continue }
            rows[labels, default: MatrixRow(labels: labels)].add(measured)
        }
        self.rows = rows.values.sorted { $0.labels.lexicographicallyPrecedes($1.labels) }
    }

    var markdown: String {
        let ways = Answering.allCases.map(\.rawValue)
        let head =
            section.columns + ["cases"] + ways.map { "\($0), absolute" }
            + ways.map { "\($0), relative" }
        let lines = [head, head.map { _ in "---" }] + rows.map(\.cells)
        return "### \(section.title)\n\n\(section.summary)\n\n"
            + lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }
}
