import ArgumentParser
import Engine
import Foundation
import Serving
import Tensors

/// Tells what another precision does to the answers.
struct BenchAccuracyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accuracy",
        abstract: "Compares a model's answers in bf16 with those in f32, over data of yours.",
        discussion: """
            For each output: how often a row's largest number is at the same place, the worst and the \
            mean difference between two numbers, and the worst over the largest number there is. Where \
            an output has several numbers for each of many places, as an image of classes has, each \
            place is a row. For outputs of whole numbers it tells how many are equal. With labels it \
            also tells how often either precision is right.

            EXAMPLES:
              steady bench accuracy --model runs/2019-03 --data x.npy
              steady bench accuracy --model runs/2019-03 --data x.npy --labels y.npy --json
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(
        help: ArgumentHelp(
            "A NumPy file of rows; for a model of several inputs, NAME=FILE, repeated for each.",
            valueName: "file"))
    var data: [String]

    @Option(
        help: ArgumentHelp(
            "A NumPy file of the right class of each row, for the first output; for another, "
                + "NAME=FILE, repeated for several.",
            valueName: "file"))
    var labels: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Audit") var audit: AuditOptions
    @OptionGroup(title: "Execution") var execution: ExecutionOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run() throws {
        let (settings, threads) = try self.settings.oneRun(
            model, graph, audit, execution,
            environment: ProcessInfo.processInfo.environment)
        try Precision.bfloat16.checkSupport()
        let source = try ModelSource(path: settings.path)
        func load(_ precision: Precision) throws -> LoadedModel {
            try source.load(
                importing: settings.importing, allowing: settings.allowed, threads: threads,
                maxBatchSize: settings.maxBatchSize, precision: precision)
        }
        let exact = try load(.float32)
        let inputs = try InputFiles(data: data, names: exact.signature.inputs.map(\.name)).read()
        let names = exact.signature.outputs.map(\.name)
        let labels = try Labels(labels, outputs: names)

        let expected = try exact.predict(inputs, maxBatchSize: settings.maxBatchSize)
        let given = try load(.bfloat16).predict(inputs, maxBatchSize: settings.maxBatchSize)
        var outputs: [OutputAgreement] = []
        for (index, name) in names.enumerated() {
            var output = try OutputAgreement(
                name: name, given: given[index], exact: expected[index])
            if let classes = try labels.classes(of: name, in: expected[index]) {
                try output.compare(
                    given: given[index], exact: expected[index], withLabels: classes)
            }
            outputs.append(output)
        }
        let report = AccuracyReport(
            model: source.name, precision: Precision.bfloat16.rawValue,
            rows: inputs.first?.rowCount ?? 0, outputs: outputs)
        print(json ? try report.json() : report.text)
    }
}
