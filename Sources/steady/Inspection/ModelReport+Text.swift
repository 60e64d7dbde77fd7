import Graph
import Serving

extension ModelReport {
    /// The report as people read it.
    var text: String {
        var lines = ["model       \(name)", "checkpoint  \(checkpoint)"]
        if let tensorFlowVersion { lines.append("saved by    TensorFlow \(tensorFlowVersion)") }
        if let globalStep { lines.append("step        \(globalStep)") }
        if let averages { lines.append("averages    \(averages)") }
        lines += section("inputs", inputs.map { [$0.name, $0.type] })
        lines += section("outputs", outputs.map { [$0.name, $0.type] })
        lines += section(
            "batch normalization",
            heading: ["layer", "channels", "epsilon", "statistics", "mean", "variance"],
            batchNormalization.map { layer in
                [
                    layer.name, "\(layer.channels)", "\(layer.epsilon)", layer.statistics,
                    layer.mean ?? "-", layer.variance ?? "-",
                ]
            })
        lines += section("findings", findings.filter { !$0.isAllowed }.map(\.finding))
        lines += section(
            "findings allowed", findings.filter(\.isAllowed).map { [$0.finding.line] })
        lines += section("variables", variables.filter { $0.isUsed != false }.map(\.row))
        lines += section("variables not used", variables.filter { $0.isUsed == false }.map(\.row))
        lines += section("notes", notes.map { [$0] })
        lines += [
            "",
            isServable ? "can be served" : "can't be served" + (problem.map { ": \($0)" } ?? ""),
        ]
        return lines.joined(separator: "\n")
    }

    private func section(_ title: String, _ findings: [Finding]) -> [String] {
        findings.isEmpty ? [] : ["", "\(title) (\(findings.count))", findings.text]
    }

    private func section(
        _ title: String, heading: [String]? = nil, _ rows: [[String]]
    ) -> [String] {
        guard !rows.isEmpty else { return [] }
        var table = TextTable(heading: heading ?? rows[0])
        for row in heading == nil ? rows[1...] : rows[...] { table.append(row) }
        return ["", "\(title) (\(rows.count))"] + table.lines()
    }
}

extension ModelReport.Variable {
    fileprivate var row: [String] { [name, type] }
}
