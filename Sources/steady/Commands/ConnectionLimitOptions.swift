import ArgumentParser

/// Options that say how much connections may take.
struct ConnectionLimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The longest path with query; a longer one gets 414. (default: 8KiB)",
            valueName: "bytes"))
    var maxTargetSize: String?

    @Option(
        help: ArgumentHelp(
            "The largest request head; a larger one gets 431. (default: 32KiB)",
            valueName: "bytes"))
    var maxHeaderSize: String?

    @Option(
        help: ArgumentHelp(
            "The most header fields of a request; more get 431. (default: 100)",
            valueName: "count"))
    var maxHeaderCount: String?

    @Option(
        help: ArgumentHelp(
            "The connections that may be open at once; further ones wait. (default: "
                + "16384)",
            valueName: "count"))
    var maxConnections: String?

    @Option(
        help: ArgumentHelp(
            "Those of one address, or 'auto'; further ones are closed. (default: "
                + "auto, three quarters of all)",
            valueName: "count"))
    var maxConnectionsPerAddress: String?

    @Option(
        help: ArgumentHelp(
            "The unanswered requests of an HTTP/1.1 connection before it is read on. "
                + "(default: 64)",
            valueName: "count"))
    var maxPipelinedRequests: String?

    @Option(
        help: ArgumentHelp(
            "The streams that an HTTP/2 connection may have open. (default: 128)",
            valueName: "count"))
    var maxStreams: String?

    @Option(
        help: ArgumentHelp(
            "The requests of an HTTP/2 connection in work, closed streams included; "
                + "more get 503. (default: 256)",
            valueName: "count"))
    var maxRunningStreams: String?

    @Option(
        help: ArgumentHelp(
            "How many more streams may be reset than are answered. (default: 256)",
            valueName: "count"))
    var maxResetStreams: String?

    @Option(
        help: ArgumentHelp(
            "HTTP/2 frames without worth that a client may be ahead by. (default: "
                + "1000)",
            valueName: "count"))
    var maxOverheadFrames: String?

    @Option(
        help: ArgumentHelp(
            "How long a request's head may take; 0 is for ever. (default: 10s)",
            valueName: "time"))
    var headerTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long a body may make no progress; 0 is for ever. (default: 30s)",
            valueName: "time"))
    var bodyTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long a connection may be idle; 0 is for ever. (default: 75s)",
            valueName: "time"))
    var idleTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long an answer may make no progress; 0 is for ever. (default: 30s)",
            valueName: "time"))
    var writeTimeout: String?

    @Option(
        help: ArgumentHelp(
            "The bytes a second below which a long transfer is cut off; 0 is none. "
                + "(default: 240)",
            valueName: "bytes"))
    var minTransferRate: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [
            .maxTargetSize: maxTargetSize,
            .maxHeaderSize: maxHeaderSize,
            .maxHeaderCount: maxHeaderCount,
            .maxConnections: maxConnections,
            .maxConnectionsPerAddress: maxConnectionsPerAddress,
            .maxPipelinedRequests: maxPipelinedRequests,
            .maxStreams: maxStreams,
            .maxRunningStreams: maxRunningStreams,
            .maxResetStreams: maxResetStreams,
            .maxOverheadFrames: maxOverheadFrames,
            .headerTimeout: headerTimeout,
            .bodyTimeout: bodyTimeout,
            .idleTimeout: idleTimeout,
            .writeTimeout: writeTimeout,
            .minTransferRate: minTransferRate,
        ]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
