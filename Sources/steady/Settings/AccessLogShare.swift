/// How many of the requests have a line in the access log.
struct AccessLogShare: Hashable, SettingValue {
    /// From 0, none, to 1, all.
    let share: Double

    static let off = AccessLogShare(share: 0)
    static let expectation = "on, off, or the share of requests to log, such as 0.01 or 1%"

    init(share: Double) { self.share = share }

    init?(settingText: String) {
        switch settingText {
        case "on": share = 1
        case "off": share = 0
        default:
            let isPercentage = settingText.hasSuffix("%")
            let number = isPercentage ? settingText.dropLast() : settingText[...]
            guard number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
                let value = Double(number)
            else { return nil }
            share = isPercentage ? value / 100 : value
            guard share <= 1 else { return nil }
        }
    }
}
