import ArgumentParser

/// The program: one subcommand for each thing it does.
@main
struct Steady: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steady",
        abstract: "Serves TensorFlow 1 checkpoints with batch normalization over HTTP.",
        discussion: """
            Reads the checkpoint and MetaGraph of a training run (.index, .data and .meta), turns the \
            training graph into an inference graph that normalizes with the moving statistics, and \
            answers predictions, many requests sharing a batch.

            Exit codes: 0 for success, 64 for wrong usage or settings, 1 for anything else that fails.
            """,
        version: SteadyVersion.text,
        subcommands: [
            ServeCommand.self, PredictCommand.self, InspectCommand.self, HealthCommand.self,
            TokenCommand.self,
            CalibrateCommand.self, ExportCommand.self, BenchCommand.self,
        ])
}

/// The program's version.
enum SteadyVersion {
    static let text = "0.1.0"
}
