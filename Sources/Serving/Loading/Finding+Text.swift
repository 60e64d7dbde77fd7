import Graph

extension Finding {
    /// What was found and where, in one line, such as
    /// `variance-negative: 'conv/bn': the moving variance of channel 2 is -0.5`.
    public var line: String {
        "\(code.rawValue): " + (layer.map { "'\($0)': " } ?? "") + explanation
    }
}

extension [Finding] {
    /// A line for each finding, and under each run of one kind what to do about it.
    public var text: String {
        var lines: [String] = []
        for (index, finding) in enumerated() {
            lines.append("  \(finding.line)")
            let next = index + 1 < count ? self[index + 1] : nil
            if let next, next.code == finding.code, next.mend == finding.mend { continue }
            lines.append(
                "    → \(finding.mend)"
                    + (finding.code.canBeAllowed && finding.code.severity == .error
                        ? "; or accept it with --allow \(finding.code.rawValue)" : ""))
        }
        return lines.joined(separator: "\n")
    }
}
