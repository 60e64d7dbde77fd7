import ArgumentParser

/// Options that say where a model's inputs and outputs are in its graph.
struct NodeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An input node of the graph, such as 'images'; repeat it for several. Needed only where "
                + "the checkpoint has no signature and more than one placeholder could be meant.",
            valueName: "node"))
    var inputNode: [String] = []

    @Option(
        help: ArgumentHelp(
            "An output node of the graph, such as 'probabilities'; repeat it for several, in the "
                + "order answers shall have.",
            valueName: "node"))
    var outputNode: [String] = []

    var flags: [Setting: [String]] { [.inputNode: inputNode, .outputNode: outputNode] }
}

/// Options that say how a model runs.
struct ExecutionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most rows that run together, from 1 to 65536. (default: 32)", valueName: "rows"))
    var maxBatchSize: String?

    @Option(
        help: ArgumentHelp(
            "The threads that share the work of one batch, or 'auto'. (default: auto)",
            valueName: "count"))
    var threads: String?

    var flags: [Setting: [String]] {
        [.maxBatchSize: [maxBatchSize], .threads: [threads]].mapValues { $0.compactMap { $0 } }
    }
}

/// The option that names the configuration file, and the way settings are gathered.
struct SettingsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A YAML file of settings; Config/steady.yaml shows all with their defaults. Options win "
                + "over environment variables such as STEADY_PORT, and those over the file.",
            valueName: "file"))
    var config: String?

    /// Gathers the settings from the options, the environment and the file.
    func settings(
        flags: [Setting: [String]]..., environment: [String: String]
    ) throws(SettingsError) -> Settings {
        let merged = flags.reduce(into: [:]) { merged, flags in
            merged.merge(flags) { $0 + $1 }
        }
        return try Settings(flags: merged, configPath: config, environment: environment)
    }
}
