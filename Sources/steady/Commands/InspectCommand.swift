import ArgumentParser
import Checkpoints
import Foundation
import Serving
import TensorFlowImport

/// Shows what is in a checkpoint.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows a checkpoint's inputs, outputs, batch normalization and variables.",
        discussion: """
            For each batch normalization it shows channels, epsilon and what the moving statistics look \
            like: 'ok', or why they can't be right. Exits with 1 where the model can't be served, and \
            then still shows the checkpoint's variables.

            EXAMPLES:
              steady inspect runs/2019-03
              steady inspect runs/2019-03/model.ckpt-840.index --json
            """)

    @Argument(
        help: ArgumentHelp(
            "A directory that holds a checkpoint, its prefix, or its .index or .meta file. (default: "
                + "the model of the settings, or the embedded one)",
            valueName: "path"))
    var path: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run() throws {
        let model: ModelSettings
        do throws(SettingsError) {
            model = try ModelSettings(
                settings.settings(
                    flags: [.model: path.map { [$0] } ?? []], graph.flags,
                    environment: ProcessInfo.processInfo.environment))
        } catch {
            throw usageFailure(error)
        }
        let report = try report(on: model)
        print(json ? try report.json() : report.text)
        if let problem = report.problem { throw Unservable(problem: problem) }
    }

    private func report(on model: ModelSettings) throws -> ModelReport {
        let source = try ModelSource(path: model.path)
        let checkpoint = try Checkpoint(at: source.location)
        do {
            return try ModelReport(
                name: source.name, checkpoint: checkpoint,
                imported: TensorFlowModel.load(source.location, options: model.importing))
        } catch {
            return ModelReport(
                name: source.name, checkpoint: checkpoint, problem: String(describing: error))
        }
    }

    private struct Unservable: Error, CustomStringConvertible {
        let problem: String

        var description: String { "the model can't be served: \(problem)" }
    }
}
