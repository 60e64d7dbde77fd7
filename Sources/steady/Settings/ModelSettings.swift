import Foundation
import TensorFlowImport

/// Which model to read and how to run it.
struct ModelSettings {
    /// Where the checkpoint is; nil is the embedded model.
    let path: String?
    /// What is said about its graph.
    let importing: ImportOptions
    let maxBatchSize: Int
    let executors: Int
    let threads: Int

    /// More executors than this pay more memory than they gain speed, unless asked for.
    private static let mostAutomaticExecutors = 4

    init(_ settings: Settings) throws(SettingsError) {
        path = try settings.value(of: .model)
        importing = try ImportOptions(settings)
        maxBatchSize = try settings.number(of: .maxBatchSize, in: 1...65_536) ?? 32
        let processors = Self.processors
        let threads = try settings.automaticNumber(of: .threads, in: 1...1024)
        executors =
            try settings.automaticNumber(of: .executors, in: 1...1024)
            ?? min(max(1, processors / (threads ?? 1)), Self.mostAutomaticExecutors)
        self.threads = threads ?? max(1, processors / executors)
    }

    /// The processors this process may use.
    static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
