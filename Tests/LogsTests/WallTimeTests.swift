import Logging
import Testing

@testable import Logs

@Suite("Dates of lines")
struct WallTimeTests {
    @Test(
        "are in UTC and to the millisecond",
        arguments: [
            (0, 0, "1970-01-01T00:00:00.000Z"),
            (1_709_210_096, 7_999_999, "2024-02-29T12:34:56.007Z"),
            (4_102_444_799, 999_999_999, "2099-12-31T23:59:59.999Z"),
        ])
    func text(seconds: Int, nanoseconds: Int, text: String) {
        var bytes: [UInt8] = []
        WallTime(seconds: seconds, nanoseconds: nanoseconds).append(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
}
