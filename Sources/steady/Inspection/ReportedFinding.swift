import Graph

/// A finding in a report, with what a person said about its kind.
struct ReportedFinding: Encodable {
    let finding: Finding
    /// Whether a person accepts it, so that it does not keep the model from being served.
    let isAllowed: Bool

    init(_ finding: Finding, allowed: Set<Finding.Code>) {
        self.finding = finding
        isAllowed = finding.code.canBeAllowed && allowed.contains(finding.code)
    }

    private enum Key: CodingKey {
        case code, severity, isAllowed, layer, variables, channels, explanation, mend
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(finding.code.rawValue, forKey: .code)
        try object.encode(finding.code.severity.rawValue, forKey: .severity)
        try object.encode(isAllowed, forKey: .isAllowed)
        try object.encodeIfPresent(finding.layer, forKey: .layer)
        try object.encode(finding.variables, forKey: .variables)
        try object.encode(finding.channels, forKey: .channels)
        try object.encode(finding.explanation, forKey: .explanation)
        try object.encode(finding.mend, forKey: .mend)
    }
}
