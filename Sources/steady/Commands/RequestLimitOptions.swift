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

    @Option(
        help: ArgumentHelp(
            "The most bytes that a request body compressed by gzip or deflate may become. "
                + "(default: 64MiB)",
            valueName: "bytes"))
    var maxDecompressedSize: String?

    @Option(
        help: ArgumentHelp(
            "How many times as long a compressed body may become, beyond 1MiB. (default: 100)",
            valueName: "times"))
    var maxCompressionRatio: String?

    @Option(
        name: .customLong("max-json-depth"),
        help: ArgumentHelp(
            "How deep lists and objects in JSON may be nested, outside of tensors. (default: 64)",
            valueName: "levels"))
    var maxJSONDepth: String?

    @Option(
        help: ArgumentHelp(
            "How many dimensions a tensor in JSON may have, at most 32. (default: 32)",
            valueName: "dimensions"))
    var maxTensorRank: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [
            .maxBodySize: maxBodySize, .memoryBudget: memoryBudget,
            .maxDecompressedSize: maxDecompressedSize, .maxCompressionRatio: maxCompressionRatio,
            .maxJSONDepth: maxJSONDepth, .maxTensorRank: maxTensorRank,
        ]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
