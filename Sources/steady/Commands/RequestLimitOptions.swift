import ArgumentParser

/// Options that say how much requests may take.
struct RequestLimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The largest request body, such as 16MiB. (default: 64MiB)", valueName: "bytes"))
    var maxBodySize: String?

    @Option(
        help: ArgumentHelp(
            "The memory that all requests in flight may hold together; beyond it new ones get 503. "
                + "(default: auto, a quarter of what the process may take)",
            valueName: "bytes"))
    var memoryBudget: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [
            .maxBodySize: maxBodySize, .memoryBudget: memoryBudget,
        ]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
