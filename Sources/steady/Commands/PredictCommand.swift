import ArgumentParser
import Foundation
import Serving

/// Predicts the rows of a file.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predicts the rows of a NumPy file and writes the answers to another.",
        discussion: """
            Rows are numbers of any type and are converted to the model's, usually float32. With \
            --output FILE.npy the first output is written there; any other --output is a folder, \
            where each output becomes NAME.npy.

            EXAMPLES:
              steady predict --model runs/2019-03 --data x.npy --output y.npy
              steady predict --model m --data left=a.npy --data right=b.npy --output answers/
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(
        help: ArgumentHelp(
            "A NumPy file of rows; for a model of several inputs, NAME=FILE, repeated for each.",
            valueName: "file"))
    var data: [String]

    @Option(
        help: ArgumentHelp(
            "A NumPy file for the first output, or a folder for all.", valueName: "path"))
    var output: String

    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Audit") var audit: AuditOptions
    @OptionGroup(title: "Execution") var execution: ExecutionOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run() throws {
        let (settings, threads) = try self.settings.oneRun(
            model, graph, audit, execution,
            environment: ProcessInfo.processInfo.environment)
        let loaded = try ModelSource(path: settings.path).load(
            importing: settings.importing, allowing: settings.allowed, threads: threads,
            maxBatchSize: settings.maxBatchSize, precision: settings.precision,
            tuning: Tuning(settings.tuning))
        let files = try PredictionFiles(data: data, output: output, signature: loaded.signature)
        for warning in loaded.warnings { report("warning: \(warning)") }

        let outputs = try loaded.predict(files.read(), maxBatchSize: settings.maxBatchSize)
        let names = loaded.signature.outputs.map(\.name)
        let written = try files.write(outputs, names: names)
        for (path, tensor) in zip(written, outputs) {
            report("wrote \(tensor.elementType)\(tensor.shape) to \(path)")
        }
        if written.count < names.count {
            report(
                "left out \(names.dropFirst().joined(separator: ", ")): give a folder as --output")
        }
    }

    private func report(_ line: String) {
        FileHandle.standardError.write(Data("\(line)\n".utf8))
    }
}
