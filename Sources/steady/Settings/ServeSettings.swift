import Foundation
import Logging

/// All that `steady serve` can be told, with the defaults where it is told nothing.
struct ServeSettings {
    let model: ModelSettings
    /// The name in paths and answers; nil takes the model's own.
    let name: String?
    let host: String
    let port: Int
    let queueCapacity: Int
    let requestTimeout: Duration?
    let drainGrace: Duration
    let maxBodySize: Int
    let logLevel: Logger.Level

    init(_ settings: Settings) throws(SettingsError) {
        model = try ModelSettings(settings)
        name = try settings.value(of: .name)
        host = try settings.value(of: .host) ?? "127.0.0.1"
        port = try settings.number(of: .port, in: 0...65_535) ?? 8080
        queueCapacity = try settings.number(of: .queueCapacity, in: 1...1_000_000) ?? 1024
        let timeout = try settings.value(of: .requestTimeout) ?? Duration.seconds(30)
        requestTimeout = timeout == .zero ? nil : timeout
        drainGrace = try settings.value(of: .drainGrace) ?? .seconds(30)
        maxBodySize = try (settings.value(of: .maxBodySize) ?? ByteCount(bytes: 64 << 20)).bytes
        logLevel = try settings.value(of: .logLevel) ?? .info
    }
}

/// Which model to read and how to run it.
struct ModelSettings {
    /// Where the checkpoint is; nil is the embedded model.
    let path: String?
    let inputNodes: [String]
    let outputNodes: [String]
    let maxBatchSize: Int
    let executors: Int
    let threads: Int

    /// More executors than this pay more memory than they gain speed, unless asked for.
    private static let mostAutomaticExecutors = 4

    init(_ settings: Settings) throws(SettingsError) {
        path = try settings.value(of: .model)
        inputNodes = settings.names(of: .inputNode)
        outputNodes = settings.names(of: .outputNode)
        maxBatchSize = try settings.number(of: .maxBatchSize, in: 1...65_536) ?? 32
        let processors = max(1, ProcessInfo.processInfo.activeProcessorCount)
        let threads = try settings.automaticNumber(of: .threads, in: 1...1024)
        executors =
            try settings.automaticNumber(of: .executors, in: 1...1024)
            ?? min(max(1, processors / (threads ?? 1)), Self.mostAutomaticExecutors)
        self.threads = threads ?? max(1, processors / executors)
    }
}

extension Logger.Level: SettingValue {
    static var expectation: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }

    init?(settingText: String) { self.init(rawValue: settingText) }
}
