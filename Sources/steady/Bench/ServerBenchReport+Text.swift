extension ServerBenchReport {
    /// From this share on the load generator may have been what limited the rate.
    private static let busyShare = 0.95

    /// The report as people read it.
    var text: String {
        var lines = [
            setup.text,
            "\(answers) answers in \(Figures.time(elapsed)): "
                + "\(Figures.number(answersPerSecond)) a second, "
                + "bodies \(Figures.bytes(Int(bodyBytesPerSecond))) a second",
        ]
        if let deadline = setup.deadline {
            lines.append(
                "goodput within \(Figures.time(deadline)): \(Figures.number(goodput)) a second")
        }
        var table = TextTable(heading: [
            "minimum", "mean", "p50", "p90", "p99", "p99.9", "maximum",
        ])
        table.append(
            [
                latency.minimum, latency.mean, latency.p50, latency.p90, latency.p99,
                latency.p999, latency.maximum,
            ].map { $0.map(Figures.time) ?? "–" })
        lines += [""] + table.lines(indent: "") + [""]
        lines += statuses.sorted { $0.key < $1.key }.map { "status \($0.key): \($0.value)" }
        lines += failures.sorted { $0.key < $1.key }.map { "failed, \($0.key): \($0.value)" }
        lines.append("load generator busy \(Figures.percent(generatorShare)) of the time")
        if generatorShare > Self.busyShare {
            lines.append("so it may be what limits the rate: give it more --threads")
        }
        return lines.joined(separator: "\n")
    }
}

extension ServerBenchReport.Setup {
    fileprivate var text: String {
        var text = "\(url) by \(`protocol`), \(connections) connections"
        if streams > 1 { text += " of \(streams) streams" }
        switch rate {
        case .some(let rate): text += ", \(Figures.number(rate)) requests a second (\(arrivals))"
        case .none: text += ", each request after an answer"
        }
        if requestBytes > 0 { text += ", bodies of \(Figures.bytes(requestBytes))" }
        return text
    }
}
