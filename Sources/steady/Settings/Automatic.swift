/// A value, or the word `auto`, which leaves the choice to the program.
enum Automatic<Value: SettingValue>: SettingValue {
    case auto
    case fixed(Value)

    static var expectation: String { "'auto' or \(Value.expectation)" }

    init?(settingText: String) {
        if settingText == "auto" {
            self = .auto
        } else if let value = Value(settingText: settingText) {
            self = .fixed(value)
        } else {
            return nil
        }
    }
}
