import Testing

@testable import ServingAPI

@Suite("JSON is scanned")
struct JSONScannerTests {
    private func string(_ json: String) throws(RequestError) -> String {
        try string(Array(json.utf8))
    }

    private func string(_ json: [UInt8]) throws(RequestError) -> String {
        try JSONScanner.scan(json) { scanner throws(RequestError) in
            let text = try scanner.readString()
            try scanner.expectEnd()
            return text
        }
    }

    private func skip(_ json: String) throws(RequestError) {
        try JSONScanner.scan(Array(json.utf8)) { scanner throws(RequestError) in
            try scanner.skipValue(depth: 0)
            try scanner.expectEnd()
        }
    }

    @Test(
        "with every escape in strings",
        arguments: [
            (#""""#, ""), (#""abc""#, "abc"), (#""grün 😀""#, "grün 😀"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""a\u00e9b""#, "aéb"),
            (#""\uD83D\uDE00!""#, "😀!"), (#"" \u0000""#, " \0"),
        ])
    func strings(json: String, expected: String) throws { #expect(try string(json) == expected) }

    @Test(
        "and bad strings are refused where they go wrong",
        arguments: [
            (#""abc"#, 4), (#""a\x""#, 3), (#""\u12G4""#, 5), (#""\uD83D""#, 2),
            (#""\uD83D\u0041""#, 2), (#""\uDE00""#, 2), ("\"a\nb\"", 2), (#""\"#, 2), ("abc", 0),
            (#""\uD83D\n""#, 8),
        ])
    func badStrings(json: String, offset: Int) {
        let error = #expect(throws: RequestError.self) { try string(json) }
        guard case .json(let given, _, _) = error else {
            Issue.record("not a JSON error")
            return
        }
        #expect(given == offset)
    }

    @Test(
        "and strings that are not UTF-8, too",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]])
    func invalidUTF8(bytes: [UInt8]) {
        #expect(throws: RequestError.self) { try string([0x22] + bytes + [0x22]) }
        #expect(throws: RequestError.self) { try string([0x22, 0x5C, 0x6E] + bytes + [0x22]) }
    }

    @Test(
        "whatever kind of value",
        arguments: [
            "1", "-2.5e3", "NaN", "true", "false", "null", #""x""#, "[]", "{}", " [ 1 , [ ] ] ",
            #"{"a":{"b":[1,"c",null]},"d":-Infinity}"#, "\t\r\n{ \"a\" : 1 }",
        ])
    func values(json: String) throws { try skip(json) }

    @Test(
        "and refused where it is no value",
        arguments: [
            ("", 0), (" ", 1), ("[1,]", 3), ("[1 2]", 3), ("[", 1), ("{", 1), ("{a:1}", 1),
            (#"{"a" 1}"#, 5), (#"{"a":1,}"#, 7), (#"{"a":}"#, 5), ("nul", 0), ("True", 0),
            ("1 1", 2), ("[1]]", 3), ("{}{", 2), ("\u{FEFF}1", 0), ("'a'", 0), ("[1}", 2),
        ])
    func badValues(json: String, offset: Int) {
        let error = #expect(throws: RequestError.self) { try skip(json) }
        guard case .json(let given, _, _) = error else {
            Issue.record("not a JSON error")
            return
        }
        #expect(given == offset)
    }

    @Test("to a depth of 64")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        try skip(nested(64))
        try skip(nested(63).replacing("[]", with: "[{}]"))
        try skip(nested(64).replacing("[]", with: "[1]"))
        #expect(throws: RequestError.self) { try skip(nested(65)) }
        #expect(throws: RequestError.self) { try skip(nested(64).replacing("[]", with: "[{}]")) }
        #expect(throws: RequestError.self) { try skip(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: RequestError.self) {
            try skip(String(repeating: #"{"a":"#, count: 100_000))
        }
    }

    @Test("and what was found is named")
    func found() {
        func message(_ json: String) -> String {
            (#expect(throws: RequestError.self) { try skip(json) })?.description ?? ""
        }
        #expect(message("[1;") == "bad JSON at byte 2: expected ',' or ']', found ';'")
        #expect(message("[1") == "bad JSON at byte 2: expected ',' or ']', found the end")
        #expect(message("[\u{1}") == "bad JSON at byte 1: expected a value, found byte 0x1")
    }
}
