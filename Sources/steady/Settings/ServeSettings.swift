import Foundation
import Logging

/// All that `steady serve` can be told, with the defaults where it is told nothing.
struct ServeSettings {
    let model: ModelSettings
    /// The name in paths and answers; nil takes the model's own.
    let name: String?
    let host: String
    let port: Int
    let security: SecuritySettings
    let queueCapacity: Int
    let requestTimeout: Duration
    let termination: Termination
    let requestLimits: RequestLimitSettings
    let connectionLimits: ConnectionLimitSettings
    let logLevel: Logger.Level
    let observation: ObservationSettings

    /// As good as no timeout, and still an instant that clocks can tell.
    static let forEver = Duration.seconds(366 * 86_400)

    init(_ settings: Settings) throws(SettingsError) {
        model = try ModelSettings(settings)
        name = try settings.value(
            of: .name, where: { name in name.allSatisfy { $0.isASCII && !"/?#% \t".contains($0) } },
            expectation: "ASCII without spaces, '/', '?', '#' and '%', since it stands in paths")
        host = try settings.value(of: .host) ?? "127.0.0.1"
        port = try settings.number(of: .port, in: 0...65_535) ?? 8080
        security = try SecuritySettings(settings)
        queueCapacity = try settings.number(of: .queueCapacity, in: 1...1_000_000) ?? 1024
        let timeout = try settings.value(of: .requestTimeout) ?? Duration.seconds(30)
        requestTimeout = timeout == .zero ? Self.forEver : timeout
        termination = Termination(
            delay: try settings.automaticTime(of: .drainDelay),
            grace: try settings.value(of: .drainGrace) ?? .seconds(30),
            environment: ProcessInfo.processInfo.environment)
        requestLimits = try RequestLimitSettings(settings)
        connectionLimits = try ConnectionLimitSettings(settings)
        logLevel = try settings.value(of: .logLevel) ?? .info
        observation = try ObservationSettings(settings)
    }
}

extension Logger.Level: SettingValue {
    static var expectation: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }

    init?(settingText: String) { self.init(rawValue: settingText) }
}
