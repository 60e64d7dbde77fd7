import Engine
import Graph
import Serving
import TensorFlowImport

/// Which model to read and how to run it.
struct ModelSettings {
    /// Where the checkpoint is; nil is the embedded model.
    let path: String?
    /// What is said about its graph.
    let importing: ImportOptions
    /// The findings that don't keep it from being served.
    let allowed: Set<Finding.Code>
    let maxBatchSize: Int
    /// The most batches that run at the same time.
    let executors: Int
    let threads: ServingOptions.Threads
    /// The kind of number in which layers compute.
    let precision: Precision
    /// How much time goes into choosing algorithms.
    let tuning: TuningEffort

    /// More executors than this pay more memory than they gain speed, unless asked for.
    private static let mostAutomaticExecutors = 4

    init(_ settings: Settings) throws(SettingsError) {
        path = try settings.value(of: .model)
        importing = try ImportOptions(settings)
        allowed = try Self.allowed(settings)
        maxBatchSize = try settings.number(of: .maxBatchSize, in: 1...65_536) ?? 32
        precision = try settings.value(of: .precision) ?? .float32
        tuning = try settings.value(of: .tune) ?? .off
        let processors = Processors.available
        let threads = try settings.automaticNumber(of: .threads, in: 1...1024)
        executors =
            try settings.automaticNumber(of: .executors, in: 1...1024)
            ?? min(max(1, processors / (threads ?? 1)), Self.mostAutomaticExecutors)
        self.threads = threads.map { .fixed($0) } ?? .elastic(processors)
    }

    /// The findings that are accepted: those allowed, and a choice of averages that is made.
    private static func allowed(_ settings: Settings) throws(SettingsError) -> Set<Finding.Code> {
        let possible = Finding.Code.allCases.filter(\.canBeAllowed)
        var allowed: Set<Finding.Code> = []
        for name in settings.names(of: .allow) {
            guard let code = Finding.Code(rawValue: name), code.canBeAllowed else {
                throw .badValue(
                    origin: settings.texts(of: .allow).origin, text: name,
                    expectation: "one of \(possible.map(\.rawValue).joined(separator: ", "))")
            }
            allowed.insert(code)
        }
        if !settings.texts(of: .averages).texts.isEmpty { allowed.insert(.averagesUnstated) }
        return allowed
    }
}

extension Precision: SettingValue {
    static var expectation: String {
        allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
    }

    init?(settingText: String) { self.init(rawValue: settingText) }
}
