import ArgumentParser
import Checkpoints
import Foundation
import Mending
import TensorFlowImport
import Tensors

/// Computes moving statistics from data.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Computes the moving statistics that a checkpoint lacks or has wrong.",
        discussion: """
            Reads rows as the model is given them in training, computes mean and variance of what goes \
            into each batch normalization, and writes a complete checkpoint that TensorFlow's Saver \
            restores. Weights stay as they are. The data may be larger than memory.

            'population' computes the exact statistics over all rows, layer by layer. 'ema' makes the \
            updates that training would make with the rows in this order, --batch-size of them a step, \
            starting from the checkpoint's statistics or the graph's initial ones; dropout is left out.

            EXAMPLES:
              steady calibrate --model runs/2019-03 --data train.npy --output calibrated
              steady calibrate --model m --data x.npy --output c --method ema --batch-size 64
            """)

    @Option(
        help: ArgumentHelp(
            "The checkpoint: a directory that holds one, a prefix such as runs/model.ckpt-840, or its "
                + ".index or .meta file.",
            valueName: "path"))
    var model: String

    @Option(
        help: ArgumentHelp(
            "A NumPy file of rows; for a model of several inputs, NAME=FILE, repeated for each.",
            valueName: "file"))
    var data: [String]

    @Option(help: ArgumentHelp("The folder to write the checkpoint to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("'population' or 'ema'.", valueName: "kind"))
    var method = CalibrationOptions.Method.population

    @Option(
        help: ArgumentHelp(
            "The rows that run together; with ema, the rows of a training step.", valueName: "rows")
    )
    var batchSize = 100

    @Option(
        help: ArgumentHelp(
            "With ema: the momentum of every layer. (default: what the graph says of each)",
            valueName: "number"))
    var momentum: Double?

    @Option(
        help: ArgumentHelp(
            "With ema: how many training steps, the data repeating. (default: once over the data)",
            valueName: "count"))
    var steps: Int?

    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        guard (1...1_000_000).contains(batchSize) else {
            throw ValidationError("--batch-size is \(batchSize); give 1 to 1000000 rows")
        }
        if let momentum, !(0...1).contains(momentum) {
            throw ValidationError("--momentum is \(momentum); give a number from 0 to 1")
        }
        if let steps, steps < 1 { throw ValidationError("--steps is \(steps); give at least 1") }
        if method != .ema, momentum != nil || steps != nil {
            throw ValidationError("--momentum and --steps go with --method ema")
        }
    }

    func run() throws {
        let importing = try importOptions()
        let location = try CheckpointLocation.resolve(URL(fileURLWithPath: model))
        let folder = URL(fileURLWithPath: output, isDirectory: true)
        try Calibration.requireWritable(folder, completing: location)
        let names = try Calibration.inputs(of: location, importing: importing)
        let files = try InputFiles(data: data, names: names).paths.map { path in
            try NpyRowReader(path: path)
        }
        let progress = ProgressLine(label: "calibrating")
        let calibration = try Calibration(
            of: location, importing: importing, data: files,
            options: CalibrationOptions(
                method: method, batchSize: batchSize, momentum: momentum, steps: steps,
                threads: Processors.available)
        ) { state in
            progress.show(
                completed: state.completed, total: state.total,
                detail: state.layers.count > 2
                    ? "\(state.layers.count) layers" : state.layers.joined(separator: ", "))
        }
        progress.finish()
        let written = try calibration.write(completing: location, to: folder)
        print(CalibrationTable(calibration).text)
        print("\(calibration.rowCount) rows; wrote \(written.prefix.path)")
    }

    private func importOptions() throws -> ImportOptions {
        do throws(SettingsError) {
            return try ImportOptions(
                settings.settings(
                    flags: graph.flags, environment: ProcessInfo.processInfo.environment))
        } catch {
            throw usageFailure(error)
        }
    }
}

extension CalibrationOptions.Method: ExpressibleByArgument {}
