import ArgumentParser
import Checkpoints
import Engine
import Foundation
import Graph
import Serving

/// Shows what is in a checkpoint.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows a checkpoint's inputs, outputs, batch normalization and variables.",
        discussion: """
            For each batch normalization it shows channels, epsilon and what the moving statistics look \
            like: 'ok', or the code of what is wrong; findings tell the numbers and the mend. Exits \
            with 1 where 'steady serve' with the same options would refuse the model.

            EXAMPLES:
              steady inspect runs/2019-03
              steady inspect runs/2019-03/model.ckpt-840.index --json
              steady inspect runs/2019-03 --plot statistics.svg
              steady inspect runs/2019-03 --graph graph.svg
            """)

    @Argument(
        help: ArgumentHelp(
            "A directory that holds a checkpoint, its prefix, or its .index or .meta file. (default: "
                + "the model of the settings, or the embedded one)",
            valueName: "path"))
    var path: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Draw the moving mean, moving variance, γ and β of each layer, channel by channel, into "
                + "an SVG file.",
            valueName: "file"))
    var plot: String?

    @Option(
        name: .customLong("graph"),
        help: ArgumentHelp(
            "Draw the graph as it was imported and as it is computed, side by side, with what was "
                + "fused into what, into an SVG file.",
            valueName: "file"))
    var drawing: String?

    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Audit") var audit: AuditOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run() throws {
        let (examination, report) = try examined()
        print(json ? try report.json() : report.text)
        if let plot { try draw(examination, report, to: plot) }
        if let drawing { try drawGraph(examination, report, to: drawing) }
        if !report.isServable { throw ExitCode.failure }
    }

    /// Looks at the model as serving would.
    func examined() throws -> (examination: ModelExamination, report: ModelReport) {
        let model: ModelSettings
        do throws(SettingsError) {
            model = try ModelSettings(
                settings.settings(
                    flags: [.model: path.map { [$0] } ?? []], graph.flags, audit.flags,
                    environment: ProcessInfo.processInfo.environment))
        } catch {
            throw usageFailure(error)
        }
        let source = try ModelSource(path: model.path)
        let checkpoint = try Checkpoint(at: source.location)
        let examination = source.examine(importing: model.importing, allowing: model.allowed)
        let report = ModelReport(
            name: source.name, checkpoint: checkpoint, examination: examination)
        return (examination, report)
    }

    private func draw(
        _ examination: ModelExamination, _ report: ModelReport, to path: String
    ) throws {
        guard examination.imported != nil else { throw PlotFailure.noStatistics }
        guard !examination.layers.isEmpty else { throw PlotFailure.noLayers }
        let plot = StatisticsPlot(
            title: report.name, subtitle: report.checkpoint, layers: examination.layers)
        try write(plot.svg, to: path)
    }

    private func drawGraph(
        _ examination: ModelExamination, _ report: ModelReport, to path: String
    ) throws {
        guard let imported = examination.imported else { throw PlotFailure.noGraph }
        let drawing = GraphDrawing(
            title: report.name, subtitle: report.checkpoint,
            fusion: try Fusion(imported.graph, evaluate: ReferenceKernels.constantEvaluator))
        try write(drawing.svg, to: path)
    }

    private func write(_ svg: String, to path: String) throws {
        do {
            try Data(svg.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw PlotFailure.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    private enum PlotFailure: Error, CustomStringConvertible {
        case noStatistics
        case noGraph
        case noLayers
        case unwritable(path: String, reason: String)

        var description: String {
            switch self {
            case .noStatistics: "there is nothing to plot, since the model could not be read"
            case .noGraph: "there is no graph to draw, since the model could not be read"
            case .noLayers: "there is no batch normalization to plot"
            case .unwritable(let path, let reason): "can't write the drawing to \(path): \(reason)"
            }
        }
    }
}
