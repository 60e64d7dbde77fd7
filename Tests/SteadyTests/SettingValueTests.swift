import Testing

@testable import steady

@Suite("Texts of settings")
struct SettingValueTests {
    @Test(
        "times have a number and a unit",
        arguments: [
            ("30s", Duration.seconds(30)), ("30", .seconds(30)), ("0", .zero),
            ("500ms", .milliseconds(500)), ("250us", .microseconds(250)), ("2m", .seconds(120)),
            ("1.5h", .seconds(5_400)), (".5s", .milliseconds(500)),
        ])
    func times(text: String, expected: Duration) {
        #expect(Duration(settingText: text) == expected)
    }

    @Test(
        "other texts are no times",
        arguments: ["", "s", "-1s", "1 s", "1d", "1e3", "0x10", "nan", "inf", "1.2.3s", "9999999h"])
    func noTimes(text: String) {
        #expect(Duration(settingText: text) == nil)
    }

    @Test(
        "sizes have a number and a binary unit",
        arguments: [("0", 0), ("17", 17), ("64KiB", 65_536), ("3MiB", 3 << 20), ("2GiB", 2 << 30)])
    func sizes(text: String, expected: Int) {
        #expect(ByteCount(settingText: text)?.bytes == expected)
    }

    @Test(
        "other texts are no sizes",
        arguments: ["", "KiB", "-1", "1.5MiB", "1MB", "1 KiB", "9223372036854775807GiB"])
    func noSizes(text: String) {
        #expect(ByteCount(settingText: text) == nil)
    }
}
