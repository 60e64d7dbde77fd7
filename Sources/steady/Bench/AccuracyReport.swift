import Foundation

/// What `steady bench accuracy` found, for people and for machines.
struct AccuracyReport: Report {
    let model: String
    /// The precision that is compared with `f32`.
    let precision: String
    let rows: Int
    let outputs: [OutputAgreement]

    /// The report as people read it.
    var text: String {
        var table = TextTable(heading: [
            "output", "same top", "worst error", "of largest", "mean error",
        ])
        for output in outputs {
            table.append([
                output.name, output.topAgreement.map(Self.share) ?? "–",
                String(format: "%.3g", output.worstError),
                String(format: "%.3g %%", output.relativeError * 100),
                String(format: "%.3g", output.meanError),
            ])
        }
        var lines = ["\(model): \(precision) against f32 over \(rows) rows"] + table.lines()
        for output in outputs {
            guard let exact = output.topOfExact, let given = output.topOfGiven else { continue }
            lines.append(
                "  \(output.name) right: \(Self.share(exact)) in f32, "
                    + "\(Self.share(given)) in \(precision)")
        }
        return lines.joined(separator: "\n")
    }

    private static func share(_ top: OutputAgreement.Top) -> String {
        String(format: "%.2f %% (%d of %d)", top.share * 100, top.right, top.rows)
    }
}
