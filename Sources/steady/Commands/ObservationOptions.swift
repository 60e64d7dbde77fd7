import ArgumentParser

/// Options that say what is told of requests.
struct ObservationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When answers tell what their parts took, in Server-Timing: on-request (by "
                + "X-Server-Timing: 1), always or off. (default: on-request)",
            valueName: "when"))
    var serverTiming: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [.serverTiming: serverTiming]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
