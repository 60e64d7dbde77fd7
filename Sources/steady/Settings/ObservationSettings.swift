import Logs
import ServingAPI

/// What is told of requests, with the defaults where nothing is said.
struct ObservationSettings {
    /// When answers tell what their parts took.
    let serverTiming: ServerTiming
    let accessLog: AccessLogShare
    let logFormat: LogFormat
    /// The file to log to; nil is standard error.
    let logFile: String?

    init(_ settings: Settings) throws(SettingsError) {
        serverTiming = try settings.value(of: .serverTiming) ?? .onRequest
        accessLog = try settings.value(of: .accessLog) ?? .off
        logFormat = try settings.value(of: .logFormat) ?? .text
        logFile = try settings.value(of: .logFile)
    }
}

extension LogFormat: SettingValue {
    static var expectation: String { "text or json" }

    init?(settingText: String) { self.init(rawValue: settingText) }
}

extension ServerTiming: SettingValue {
    static var expectation: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }

    init?(settingText: String) { self.init(rawValue: settingText) }
}
