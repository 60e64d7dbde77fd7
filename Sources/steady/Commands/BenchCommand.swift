import ArgumentParser

/// What measures: one subcommand for each thing measured.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures models and servers: how fast they are, and how exact.",
        subcommands: [
            BenchEngineCommand.self, BenchAccuracyCommand.self, BenchJSONCommand.self,
            BenchServerCommand.self,
        ])
}
