import Foundation

extension EngineBenchReport {
    /// The report as people read it.
    var text: String {
        var lines = [
            "\(model) in \(precision): \(steps) steps, \(Self.number(gflop)) GFLOP a row",
            "read in \(Self.time(start.reading)), rewritten in \(Self.time(start.rewriting)), "
                + "first answer \(Self.time(start.compilingAndFirstAnswer)) later; "
                + start.memory,
            "peak of a 3×3 convolution: "
                + peaks.map {
                    "\(Self.number($0.gflopPerSecond)) GFLOP/s on \(Self.threads($0.threads))"
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
                Self.time(result.median), Self.time(result.p99), Self.time(result.minimum),
                Self.time(result.processorTime), Self.number(result.rowsPerSecond),
                Self.number(result.gflopPerSecond), Self.percent(result.shareOfPeak),
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

    /// Four digits.
    fileprivate static func number(_ value: Double) -> String {
        guard value.isFinite, value > 0 else { return "\(value)" }
        let decimals = max(0, 3 - Int(log10(value).rounded(.down)))
        return String(format: "%.\(decimals)f", value)
    }

    fileprivate static func time(_ seconds: Double) -> String {
        switch seconds {
        case 1...: "\(number(seconds)) s"
        case 1e-3...: "\(number(seconds * 1e3)) ms"
        default: "\(number(seconds * 1e6)) µs"
        }
    }

    fileprivate static func percent(_ share: Double) -> String {
        String(format: "%.1f %%", share * 100)
    }

    fileprivate static func bytes(_ count: Int) -> String {
        count < 1 << 20
            ? "\(number(Double(count) / 1024)) KiB" : "\(number(Double(count) / 1_048_576)) MiB"
    }
}

extension EngineBenchReport.Start {
    fileprivate var memory: String {
        let constants = "\(EngineBenchReport.bytes(constantBytes)) of constants"
        return residentBytes.map { "\(EngineBenchReport.bytes($0)) resident, \(constants)" }
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
                EngineBenchReport.time(layer.median), EngineBenchReport.time(layer.minimum),
                EngineBenchReport.percent(layer.shareOfTime),
                isArithmetic ? String(format: "%.5f", layer.gflop) : "",
                isArithmetic ? EngineBenchReport.number(layer.gflopPerSecond) : "",
                isArithmetic ? EngineBenchReport.percent(layer.shareOfPeak) : "",
                EngineBenchReport.bytes(layer.bytes), layer.operation, layer.implementation,
                layer.node,
            ])
        }
        return table.lines(indent: "")
    }
}
