import ArgumentParser
import Engine
import Foundation
import TensorFlowImport

/// Measures the engine alone, without queue and network.
struct BenchEngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Measures how long batches take, without queue and network.",
        discussion: """
            First measures this machine's peak: the floating-point operations a second of a 3×3 \
            convolution whose data stay in the cache, by the same kernels. Then runs all batch sizes \
            on all thread counts in turn, a tenth of a second each, until each has had its time. \
            Multiply-adds count as two operations.

            EXAMPLES:
              steady bench engine
              steady bench engine --model runs/2019-03 --batch-size 1,8,32 --threads 1,2
              steady bench engine --model runs/2019-03 --batch-size 8 --threads 1 --per-layer
              steady bench engine --model runs/2019-03 --precision bf16
            """)

    @OptionGroup(title: "Model") var model: ModelOptions

    @Option(
        help: ArgumentHelp("The rows that run together, parted by commas.", valueName: "rows"))
    var batchSize = Counts([1, 8, 32])

    @Option(
        help: ArgumentHelp(
            "The threads that share the work of a batch, parted by commas. (default: 1 and all)",
            valueName: "count"))
    var threads: Counts?

    @Option(
        help: ArgumentHelp(
            "How long each batch size on each thread count runs.", valueName: "number"))
    var seconds = 2.0

    @Flag(help: "Show how long each layer takes, which takes half as long again.")
    var perLayer = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup(title: "Execution") var precision: PrecisionOptions
    @OptionGroup(title: "Execution") var tuning: TuningOptions
    @OptionGroup(title: "Graph") var graph: GraphOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else {
            throw ValidationError("--seconds is \(seconds); give a number above 0, 3600 at most")
        }
    }

    func run() throws {
        let (path, importing, options) = try resolved(
            environment: ProcessInfo.processInfo.environment)
        let benched = try BenchedModel(path: path, importing: importing, options: options)
        let (resident, constants) = (
            ResidentMemory.byteCount, benched.model.constantByteCount
        )

        let processors = Processors.available
        let threads = (threads ?? Counts(processors == 1 ? [1] : [1, processors])).numbers
        let peaks = try threads.map { try ConvolutionPeak(threads: $0, options: options) }
        let configurations = batchSize.numbers.flatMap { batchSize in
            threads.map { EngineBench.Configuration(batchSize: batchSize, threads: $0) }
        }
        let report = EngineBenchReport(
            benched, peaks: peaks,
            measurements: try EngineBench.measure(
                benched.model, configurations, duration: .seconds(seconds),
                measuresSteps: perLayer),
            residentBytes: resident, constantBytes: constants)
        print(json ? try report.json() : report.text)
    }

    private func resolved(
        environment: [String: String]
    ) throws -> (path: String?, importing: ImportOptions, options: EngineOptions) {
        do throws(SettingsError) {
            let settings = try settings.settings(
                flags: model.flags, precision.flags, tuning.flags, graph.flags,
                environment: environment)
            return (
                try settings.value(of: .model), try ImportOptions(settings),
                EngineOptions(
                    precision: try settings.value(of: .precision) ?? .float32,
                    tuning: try settings.value(of: .tune) ?? .off)
            )
        } catch {
            throw usageFailure(error)
        }
    }
}

/// Whole numbers of at least 1, parted by commas.
struct Counts: ExpressibleByArgument, Hashable {
    let numbers: [Int]

    init(_ numbers: [Int]) { self.numbers = numbers }

    init?(argument: String) {
        let numbers = argument.split(separator: ",", omittingEmptySubsequences: false)
            .map { Int($0) }
        guard numbers.allSatisfy({ $0.map { $0 >= 1 } ?? false }) else { return nil }
        self.numbers = numbers.compactMap { $0 }
    }

    var defaultValueDescription: String { numbers.map(String.init).joined(separator: ",") }
}
