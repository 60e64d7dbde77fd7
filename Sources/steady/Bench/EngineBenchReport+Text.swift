import Foundation

extension EngineBenchReport {
    /// The report as people read it.
    var text: String {
        var lines = [
            "\(model) in \(precision): \(steps) steps, \(Figures.number(gflop)) GFLOP a row",
            "read in \(Figures.time(start.reading)), rewritten in \(Figures.time(start.rewriting)), "
                + "first answer \(Figures.time(start.compilingAndFirstAnswer)) later; "
                + start.memory,
            "peak of a 3×3 convolution: "
                + peaks.map {
                    "\(Figures.number($0.gflopPerSecond)) GFLOP/s on \(Self.threads($0.threads))"
                }.joined(separator: ", "),
            "",
        ]
        var table = TextTable(heading: [
            "batch", "threads", "runs", "median", "p99", "minimum", "processor", "rows/s",
            "GFLOP/s",
            "of peak",
        ])
        for result in results {
            table.append([
                "\(result.batchSize)", "\(result.threads)", "\(result.runs)",
                Figures.time(result.median), Figures.time(result.p99), Figures.time(result.minimum),
                Figures.time(result.processorTime), Figures.number(result.rowsPerSecond),
                Figures.number(result.gflopPerSecond), Figures.percent(result.shareOfPeak),
            ])
        }
        lines += table.lines(indent: "")
        for result in results where result.layers != nil {
            lines += ["", "batch \(result.batchSize), \(Self.threads(result.threads)):"]
            lines += result.layerLines
        }
        return lines.joined(separator: "\n")
    }

    fileprivate static func threads(_ count: Int) -> String {
        count == 1 ? "1 thread" : "\(count) threads"
    }
}

extension EngineBenchReport.Start {
    fileprivate var memory: String {
        let constants = "\(Figures.bytes(constantBytes)) of constants"
        return residentBytes.map { "\(Figures.bytes($0)) resident, \(constants)" }
            ?? constants
    }
}

extension EngineBenchReport.Result {
    fileprivate var layerLines: [String] {
        var table = TextTable(heading: [
            "median", "minimum", "share", "GFLOP", "GFLOP/s", "of peak", "memory", "operation",
            "implementation", "node",
        ])
        for layer in layers ?? [] {
            let isArithmetic = layer.gflop > 0
            table.append([
                Figures.time(layer.median), Figures.time(layer.minimum),
                Figures.percent(layer.shareOfTime),
                isArithmetic ? String(format: "%.5f", layer.gflop) : "",
                isArithmetic ? Figures.number(layer.gflopPerSecond) : "",
                isArithmetic ? Figures.percent(layer.shareOfPeak) : "",
                Figures.bytes(layer.bytes), layer.operation, layer.implementation,
                layer.node,
            ])
        }
        return table.lines(indent: "")
    }
}
