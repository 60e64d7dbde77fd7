extension Duration: SettingValue {
    static var expectation: String {
        "a time of at most a year, such as 30s, 500ms, 2m or 1h; without a unit, seconds"
    }

    private static let year = 366.0 * 86_400

    /// Reads a number that is not negative, and its unit.
    init?(settingText: String) {
        let number = settingText.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let value = Double(number), value.isFinite else { return nil }
        let secondsPerUnit: Double
        switch settingText.dropFirst(number.count) {
        case "us": secondsPerUnit = 1e-6
        case "ms": secondsPerUnit = 1e-3
        case "s", "": secondsPerUnit = 1
        case "m": secondsPerUnit = 60
        case "h": secondsPerUnit = 3_600
        default: return nil
        }
        guard value * secondsPerUnit <= Self.year else { return nil }
        self = .microseconds(Int64((value * secondsPerUnit * 1e6).rounded()))
    }
}
