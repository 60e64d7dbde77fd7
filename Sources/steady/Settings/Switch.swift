/// What is on or off.
enum Switch: String, SettingValue {
    case on
    case off

    static let expectation = "on or off"

    init?(settingText: String) { self.init(rawValue: settingText) }
}
