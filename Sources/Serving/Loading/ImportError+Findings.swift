import Graph
import TensorFlowImport

extension ImportError {
    /// What a checkpoint lacks, one finding for each layer or variable; empty where the import failed
    /// for a reason that is no finding.
    var findings: [Finding] {
        switch self {
        case .missingVariables(let variables, let file):
            Self.missingStatistics(variables.filter(\.looksLikeStatistic), file: Self.name(file))
                + variables.filter { !$0.looksLikeStatistic }.map { variable in
                    Finding(
                        .variableMissing, variables: [variable.name],
                        explanation: "\(Self.name(file)) lacks \(Self.describe(variable))",
                        mend: Self.mend(.variableMissing, [variable]))
                }
        case .mismatchedVariables(let variables, let file):
            variables.map { variable in
                Finding(
                    variable.hasOtherType ? .variableType : .variableShape,
                    variables: [variable.name],
                    explanation:
                        "'\(variable.name)' is \(variable.given) in \(Self.name(file)), and "
                        + "the graph expects \(variable.expected)")
            }
        case .statisticsWithoutAverage(let node, _):
            [
                Finding(
                    .statisticsFromBatch, layer: node,
                    explanation: "mean and variance come from the batch, and nothing in the graph "
                        + "keeps moving averages of them, so that an answer would depend on its "
                        + "neighbours")
            ]
        case .renormalization(let layer):
            [
                Finding(
                    .renormalization, layer: layer,
                    explanation: "it uses batch renormalization, which is not supported")
            ]
        case .virtualBatches(let layer):
            [
                Finding(
                    .virtualBatches, layer: layer,
                    explanation: "it deals the batch into groups (virtual_batch_size), so that an "
                        + "answer would depend on its neighbours")
            ]
        default: []
        }
    }

    /// One finding for each layer, in the graph's order.
    private static func missingStatistics(
        _ variables: [MissingVariable], file: String
    ) -> [Finding] {
        var order: [String] = []
        var groups: [String: [MissingVariable]] = [:]
        for variable in variables {
            let layer = Finding.layer(ofStatistic: variable.name) ?? variable.name
            if groups[layer] == nil { order.append(layer) }
            groups[layer, default: []].append(variable)
        }
        return order.map { layer in
            let group = (groups[layer] ?? []).sorted { $0.name < $1.name }
            return Finding(
                .statisticsMissing, layer: layer, variables: group.map(\.name),
                explanation: "\(file) lacks " + group.map(describe).joined(separator: " and "),
                mend: mend(.statisticsMissing, group))
        }
    }

    /// What helps depends on what the checkpoint has instead.
    private static func mend(_ code: Finding.Code, _ variables: [MissingVariable]) -> String {
        let similar = variables.flatMap { variable in variable.similar.map { (variable.name, $0) } }
        if similar.contains(where: { $1 == $0 + "/ExponentialMovingAverage" }) {
            return
                "to answer with the moving averages that the checkpoint has, use --averages ema; "
                + "else \(code.mend)"
        }
        guard !similar.isEmpty else { return code.mend }
        return "where the checkpoint has them under other names, give these with "
            + "--rename 'REGEX=REPLACEMENT'"
            + (code == .statisticsMissing ? " or --statistics PART-OF-NAME" : "")
            + "; else \(code.mend)"
    }

    /// Such as `'bn/moving_mean' [16] (it has 'bn/mean')`.
    private static func describe(_ variable: MissingVariable) -> String {
        let shape = variable.shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
        let similar = variable.similar.map { "'\($0)'" }.joined(separator: ", ")
        return "'\(variable.name)' [\(shape)]" + (similar.isEmpty ? "" : " (it has \(similar))")
    }

    /// A path's last part: the folder is known, and findings are many.
    private static func name(_ file: String) -> String {
        file.split(separator: "/").last.map(String.init) ?? file
    }
}

extension ImportError.MissingVariable {
    /// Whether it is a moving average, by what updates it or by the name layers give.
    ///
    /// A graph saved for evaluation updates nothing.
    fileprivate var looksLikeStatistic: Bool {
        isStatistic || name.hasSuffix("moving_mean") || name.hasSuffix("moving_variance")
    }
}

extension ImportError.MismatchedVariable {
    /// Whether the element types differ, and not the shapes alone.
    fileprivate var hasOtherType: Bool {
        expected.prefix { $0 != "[" } != given.prefix { $0 != "[" }
    }
}
