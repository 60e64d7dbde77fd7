import ArgumentParser

/// What measures: one subcommand for each thing measured.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures how fast a model runs, and how exact it is when it runs faster.",
        subcommands: [BenchEngineCommand.self, BenchAccuracyCommand.self])
}
