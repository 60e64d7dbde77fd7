import Graph
import TensorFlowImport

extension ImportedModel {
    /// What is noteworthy about how the checkpoint was read.
    var readingFindings: [Finding] {
        var findings: [Finding] = []
        for case .averagedWeights(let variables, .raw) in notes {
            findings.append(
                Finding(
                    .averagesUnstated, variables: variables,
                    explanation: "the checkpoint also has moving averages of "
                        + "\(Self.list(variables)), which often answer better; the weights as the "
                        + "optimizer left them are in effect"))
        }
        if !unreadVariables.isEmpty {
            findings.append(
                Finding(
                    .unreadVariables, variables: unreadVariables,
                    explanation: "the outputs do not depend on \(Self.list(unreadVariables))"))
        }
        return findings
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }
}
