/// A value that can be read from the text of an option, a variable or a file.
protocol SettingValue {
    /// What the text must be, to end the sentence "it must be …".
    static var expectation: String { get }

    /// Reads the value; nil where the text is not one.
    init?(settingText: String)
}

extension String: SettingValue {
    static var expectation: String { "a text" }

    init?(settingText: String) { self = settingText }
}

extension Int: SettingValue {
    static var expectation: String { "a whole number" }

    init?(settingText: String) { self.init(settingText) }
}
