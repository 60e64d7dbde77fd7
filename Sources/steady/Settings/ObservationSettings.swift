import ServingAPI

/// What is told of requests, with the defaults where nothing is said.
struct ObservationSettings {
    /// When answers tell what their parts took.
    let serverTiming: ServerTiming

    init(_ settings: Settings) throws(SettingsError) {
        serverTiming = try settings.value(of: .serverTiming) ?? .onRequest
    }
}

extension ServerTiming: SettingValue {
    static var expectation: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }

    init?(settingText: String) { self.init(rawValue: settingText) }
}
