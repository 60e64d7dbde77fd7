import ArgumentParser

/// Options of `steady serve` alone.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The model's name in paths and answers. (default: taken from the path)",
            valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "The address to listen on; 0.0.0.0 is all IPv4 interfaces. (default: 127.0.0.1)",
            valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The port to listen on; 0 picks a free one. (default: 8080)", valueName: "port"))
    var port: String?

    @Option(
        help: ArgumentHelp(
            "The most rows that may wait; a request that finds no room gets 503. (default: 1024)",
            valueName: "rows"))
    var queueCapacity: String?

    @Option(
        help: ArgumentHelp(
            "The batches that may run at the same time, or 'auto'. (default: auto, one for each "
                + "processor and four at most)",
            valueName: "count"))
    var executors: String?

    @Option(
        help: ArgumentHelp(
            "How long a request may wait for its answer, such as 500ms; 0 is for ever. "
                + "(default: 30s)",
            valueName: "time"))
    var requestTimeout: String?

    @Option(
        help: ArgumentHelp(
            "How long to go on serving after SIGTERM, while /health/ready says 503, before connections "
                + "are closed; or 'auto'. (default: auto, 5s in a Kubernetes pod, else 0s)",
            valueName: "time"))
    var drainDelay: String?

    @Option(
        help: ArgumentHelp(
            "How long running requests may take to finish after that. (default: 30s)",
            valueName: "time"))
    var drainGrace: String?

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: info)",
            valueName: "level"))
    var logLevel: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [
            .name: name, .host: host, .port: port, .queueCapacity: queueCapacity,
            .executors: executors, .requestTimeout: requestTimeout, .drainDelay: drainDelay,
            .drainGrace: drainGrace,
            .logLevel: logLevel,
        ]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
