import ArgumentParser

/// The option that says where a model is.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The checkpoint: a directory that holds one, a prefix such as runs/model.ckpt-840, or its "
                + ".index or .meta file. (default: the embedded digit classifier)",
            valueName: "path"))
    var model: String?

    var flags: [Setting: [String]] { [.model: model.map { [$0] } ?? []] }
}

/// Options that settle what a model's graph leaves open.
struct GraphOptions: ParsableArguments {
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

    @Option(
        help: ArgumentHelp(
            "The dimensions of an input where the graph leaves them open, such as images=N,8,8,1 with "
                + "N for the batch; may be repeated.",
            valueName: "name=dims"))
    var inputShape: [String] = []

    @Option(
        help: ArgumentHelp(
            "The value of a placeholder that is no input, such as keep_prob=1; may be repeated. "
                + "Training switches are false without it.",
            valueName: "name=value"))
    var hold: [String] = []

    @Option(
        help: ArgumentHelp(
            "The signature that names inputs and outputs. (default: serving_default, if there is one)",
            valueName: "name"))
    var signature: String?

    @Option(
        help: ArgumentHelp(
            "Look for variables under other names in the checkpoint: what the regular expression "
                + "matches in the graph's names is replaced, with $1 for its first group, as in "
                + "'^=model/' or '(.*)/bn/=$1/norm/'; repeat it for several, applied in order.",
            valueName: "regex=replacement"))
    var rename: [String] = []

    @Option(
        help: ArgumentHelp(
            "A part of the names, such as 'norm/mean', of variables in the checkpoint that are the "
                + "moving statistics which it lacks under the graph's names; may be repeated.",
            valueName: "part"))
    var statistics: [String] = []

    @Option(
        help: ArgumentHelp(
            "Take weights as the optimizer left them, 'raw', or their moving averages, 'ema', where "
                + "the checkpoint has both. (default: raw)",
            valueName: "kind"))
    var averages: String?

    var flags: [Setting: [String]] {
        [
            .inputNode: inputNode, .outputNode: outputNode, .inputShape: inputShape, .hold: hold,
            .signature: signature.map { [$0] } ?? [], .rename: rename, .statistics: statistics,
            .averages: averages.map { [$0] } ?? [],
        ]
    }
}

/// Options that say how a model runs.
struct ExecutionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most rows that run together, from 1 to 65536. (default: 32)", valueName: "rows"))
    var maxBatchSize: String?

    @Option(
        help: ArgumentHelp(
            "The threads that share the work of one batch, or 'auto': all processors for a batch that "
                + "is alone, and a share of them while many rows wait. (default: auto)",
            valueName: "count"))
    var threads: String?

    @OptionGroup var precision: PrecisionOptions
    @OptionGroup var tuning: TuningOptions

    var flags: [Setting: [String]] {
        [
            .maxBatchSize: maxBatchSize.map { [$0] } ?? [],
            .threads: threads.map { [$0] } ?? [],
        ].merging(precision.flags) { own, _ in own }.merging(tuning.flags) { own, _ in own }
    }
}

/// The option that says in which kind of number layers compute.
struct PrecisionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "f32, or bf16, which takes less time on processors with AVX512_BF16 and gives less "
                + "exact answers; 'steady bench accuracy' tells how much less. (default: f32)",
            valueName: "kind"))
    var precision: String?

    var flags: [Setting: [String]] { [.precision: precision.map { [$0] } ?? []] }
}

/// The option that says whether algorithms are measured.
struct TuningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Choose each layer's algorithm by measuring when the model is loaded, once for a kind of "
                + "processor: quick, full, or off, which takes what is fastest on most. (default: off)",
            valueName: "effort"))
    var tune: String?

    var flags: [Setting: [String]] { [.tune: tune.map { [$0] } ?? []] }
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
