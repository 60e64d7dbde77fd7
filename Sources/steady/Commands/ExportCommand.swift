import ArgumentParser
import Checkpoints
import Foundation
import Mending
import TensorFlowImport

/// Writes a checkpoint with only what serving takes.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a checkpoint with only the variables that the outputs depend on.",
        discussion: """
            Leaves out the optimizer's slots, the training step and all else that answers don't depend \
            on; about two thirds of a checkpoint that Adam trained. The graph's Saver restores what is \
            there. A model served with options such as --averages ema is exported with the same.

            EXAMPLES:
              steady export --model runs/2019-03 --output serving
              steady export --model runs/2019-03/model.ckpt-840 --output serving --max-to-keep 10
            """)

    @Option(
        help: ArgumentHelp(
            "The checkpoint: a directory that holds one, a prefix such as runs/model.ckpt-840, or its "
                + ".index or .meta file.",
            valueName: "path"))
    var model: String

    @Option(
        help: ArgumentHelp(
            "The folder to write to, other than the model's own.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "How many exports the folder keeps, the newest; 0 for all.", valueName: "count"))
    var maxToKeep = 5

    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        guard maxToKeep >= 0 else {
            throw ValidationError("--max-to-keep is \(maxToKeep); give 0 for all, or how many")
        }
    }

    func run() throws {
        let importing: ImportOptions
        do throws(SettingsError) {
            importing = try ImportOptions(
                settings.settings(
                    flags: graph.flags, environment: ProcessInfo.processInfo.environment))
        } catch {
            throw usageFailure(error)
        }
        let export = try ServingExport(
            of: CheckpointLocation.resolve(URL(fileURLWithPath: model)),
            to: URL(fileURLWithPath: output, isDirectory: true), importing: importing,
            maxToKeep: maxToKeep)
        print("wrote \(export.location.prefix.path)")
        print(
            "\(export.variables.count) variables, \(export.leftOut.count) left out; "
                + "\(export.byteCountBefore) bytes before, \(export.byteCountAfter) after"
                + share(export))
        for name in export.deleted { print("deleted \(name)") }
    }

    private func share(_ export: ServingExport) -> String {
        guard export.byteCountBefore > 0 else { return "" }
        let percent =
            (export.byteCountAfter * 100 + export.byteCountBefore / 2)
            / export.byteCountBefore
        return " (\(percent) %)"
    }
}
