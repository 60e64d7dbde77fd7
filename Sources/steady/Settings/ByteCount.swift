/// A number of bytes that people may write with a binary unit.
struct ByteCount: Hashable, SettingValue {
    /// The number of bytes.
    let bytes: Int

    static var expectation: String { "a number of bytes, such as 1048576, 64KiB, 64MiB or 1GiB" }

    init(bytes: Int) { self.bytes = bytes }

    init?(settingText: String) {
        let digits = settingText.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits) else { return nil }
        let factor: Int
        switch settingText.dropFirst(digits.count) {
        case "": factor = 1
        case "KiB": factor = 1 << 10
        case "MiB": factor = 1 << 20
        case "GiB": factor = 1 << 30
        default: return nil
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}
