import Foundation
import Logging
import Testing

@testable import Logs

@Suite("Lines of a log")
struct LogLineTests {
    private let time = WallTime(seconds: 1_709_210_096, nanoseconds: 7_000_000)
    /// What a client may send to forge lines or to steer a terminal.
    static let hostile = [
        "", " ", "a b", "a=b", "say \"hi\"", "back\\slash", "line\nfeed", "cr\rlf\n",
        "esc\u{1B}[31m", "nul\u{0}", "del\u{7F}", "nel\u{85}", "ls\u{2028}ps\u{2029}",
        "rtl\u{202E}gnp", "isolate\u{2066}", "tab\t", "日本 é 👩‍👩‍👧", "\",\"level\":\"error",
        String(decoding: [0x61, 0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80], as: UTF8.self),
    ]

    private func line(
        _ format: LogFormat, _ message: String, _ body: (inout LogLine) -> Void = { _ in }
    ) -> String {
        let bytes = format.line(at: time, .info, label: "steady", message: message, body)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("are read by people as text")
    func text() {
        let line = line(.text, "listening on http://127.0.0.1:80") { line in
            line.add("model", "digits")
            line.add("name", "two words")
            line.add("empty", "")
            line.add("count", -12)
            line.add("time", .milliseconds(1234))
            line.add("short", .nanoseconds(1999))
            line.add("negative", .milliseconds(-5))
        }
        #expect(
            line == "2024-02-29T12:34:56.007Z info steady: listening on http://127.0.0.1:80 "
                + "model=digits name=\"two words\" empty=\"\" count=-12 time=1.234000 "
                + "short=0.000001 negative=-0.005000\n")
    }

    @Test("are read by machines as JSON")
    func json() throws {
        let line = line(.json, "started") { line in
            line.add("count", 12)
            line.add("time", .microseconds(1_000_001))
        }
        #expect(
            line == #"{"time":"2024-02-29T12:34:56.007Z","level":"info","logger":"steady","#
                + #""message":"started","count":12,"time":1.000001}"# + "\n")
    }

    @Test("no text leaves its field in JSON, and all come back whole", arguments: hostile)
    func hostileJSON(text: String) throws {
        let line = line(.json, text.isEmpty ? "m" : text) { $0.add("field", text) }
        #expect(line.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(line.unicodeScalars.dropLast().allSatisfy { !isControl($0) })
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object.count == 5)
        #expect(object["field"] as? String == text)
        #expect(object["message"] as? String == (text.isEmpty ? "m" : text))
    }

    @Test("no text leaves its field as text", arguments: hostile)
    func hostileText(text: String) {
        let line = line(.text, "m") { line in
            line.add("field", text)
            line.add("after", 1)
        }
        #expect(line.unicodeScalars.dropLast().allSatisfy { !isControl($0) })
        #expect(line.hasSuffix(" after=1\n"))
        let value = line.dropFirst("2024-02-29T12:34:56.007Z info steady: m field=".count)
            .dropLast(" after=1\n".count)
        // Either without anything that parts fields, or in quotes that nothing inside closes.
        if value.first == "\"" {
            var inside = value.dropFirst().dropLast()
            while let character = inside.popFirst() {
                #expect(character != "\"")
                if character == "\\" { _ = inside.popFirst() }
            }
            #expect(value.count >= 2 && value.last == "\"")
        } else {
            #expect(!value.contains { " =\"".contains($0) })
        }
    }

    @Test("a message has no line of its own either", arguments: hostile)
    func hostileMessage(text: String) {
        let line = line(.text, text)
        #expect(line.unicodeScalars.dropLast().allSatisfy { !isControl($0) })
    }

    private func isControl(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            || (0x202A...0x202E).contains(scalar.value)
    }
}
