import ArgumentParser

/// Options that say what is told of requests.
struct ObservationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The form of the log's lines: text or json. (default: text)", valueName: "form"))
    var logFormat: String?

    @Option(
        help: ArgumentHelp(
            "The file to log to, opened anew on SIGHUP. (default: standard error)",
            valueName: "path"))
    var logFile: String?

    @Option(
        help: ArgumentHelp(
            "Which requests have a line in the log: on, off, or a share such as 1%. (default: off)",
            valueName: "share"))
    var accessLog: String?

    @Option(
        help: ArgumentHelp(
            "When answers tell what their parts took, in Server-Timing: on-request (by "
                + "X-Server-Timing: 1), always or off. (default: on-request)",
            valueName: "when"))
    var serverTiming: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [
            .logFormat: logFormat, .logFile: logFile, .accessLog: accessLog,
            .serverTiming: serverTiming,
        ]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
