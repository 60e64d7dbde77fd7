/// Something that an import decided and a person may want to know.
public enum ImportNote: Hashable, Sendable, CustomStringConvertible {
    /// This tensor was taken as the training switch and is false.
    case trainingSwitch(name: String, wasTrueByDefault: Bool)
    /// Batch statistics gave way to moving averages at this many nodes.
    case batchStatisticsReplaced(nodes: [String])
    /// These dropout or noise layers were left out.
    case chanceLeftOut(nodes: [String])
    /// The results of assignments were used; they are the variables' values now.
    case assignmentsIgnored(nodes: [String])
    /// Weights whose moving averages are in the checkpoint too; `used` says which were taken.
    case averagedWeights(variables: [String], used: ImportOptions.Averages)
    /// Moving statistics were taken from variables that `statistics` selects, by the graph's names.
    case statisticsSelected([String: String])
    /// An option, as it was given, that matches nothing.
    case withoutEffect(option: String)
    /// An input's fixed batch size was opened to any.
    case batchSizeOpened(input: String, from: Int)
    /// An input's batch size could not be opened.
    case batchSizeKept(input: String, at: Int)
    /// The inputs or outputs were inferred.
    case inferredInputs([String])
    case inferredOutputs([String])

    /// A sentence for people.
    public var description: String {
        switch self {
        case .trainingSwitch(let name, let wasTrue):
            "'\(name)' is taken as the training switch and set to false"
                + (wasTrue ? ", though the graph has it true" : "")
        case .batchStatisticsReplaced(let nodes):
            "batch statistics were replaced by moving averages at \(Self.list(nodes))"
        case .chanceLeftOut(let nodes):
            "dropout or noise was left out at \(Self.list(nodes))"
        case .assignmentsIgnored(let nodes):
            "assignments are not made at inference: \(Self.list(nodes))"
        case .averagedWeights(let variables, let used):
            "the checkpoint has moving averages of \(Self.list(variables)); --averages \(used.rawValue)"
                + " is in effect"
        case .statisticsSelected(let names):
            "moving statistics under other names: "
                + Self.list(names.sorted { $0.key < $1.key }.map { "\($0.key) as \($0.value)" })
        case .withoutEffect(let option): "\(option) matches no variable"
        case .batchSizeOpened(let input, let size):
            "the batch size \(size) of input '\(input)' was opened to any"
        case .batchSizeKept(let input, let size):
            "input '\(input)' takes exactly \(size) rows: the graph depends on it"
        case .inferredInputs(let names): "inferred inputs: \(Self.list(names))"
        case .inferredOutputs(let names): "inferred outputs: \(Self.list(names))"
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}
