import HTTPTypes
import Testing

@testable import HTTP

@Suite struct ChunkedTests {
    private static let head = "POST / HTTP/1.1\nHost: x\nTransfer-Encoding: Chunked\n\n"

    @Test("chunks are joined, extensions read over and trailers kept")
    func joined() throws {
        let stream = parseLines(
            Self.head + "3;a=\"b c\"\nabc\nA\n0123456789\n0;last\nChecksum: 12\nOther: a\n\n")
        let request = try #require(stream.requests.first)
        #expect(String(decoding: request.body, as: UTF8.self) == "abc0123456789")
        #expect(request.trailers.map(\.name.rawName) == ["Checksum", "Other"])
        #expect(stream.error == nil)
    }

    @Test("white space may stand before a chunk extension")
    func blankBeforeExtension() {
        let stream = parseLines(Self.head + "1 \t;a=b\na\n0 ;\n\n")
        #expect(stream.requests.map(\.body) == [[0x61]])
    }

    @Test("the request behind a chunked one is read")
    func pipelined() {
        let stream = parseLines(Self.head + "0\n\n" + Self.head + "1\na\n0\n\n")
        #expect(stream.requests.map(\.body) == [[], [0x61]])
    }

    @Test(
        "chunks that two parsers could read differently are refused",
        arguments: [
            "g\nabc\n0\n\n", "\nabc\n0\n\n", "-1\na\n0\n\n", "+1\na\n0\n\n", "0x1\na\n0\n\n",
            "1 \na\n0\n\n", " 1\na\n0\n\n", "1\nab\n0\n\n", "1 2\na\n0\n\n", "2\na\n0\n\n",
            "1\nab0\n\n",
            "0000000000000001\na\n0\n\n", "1;a\u{0}\na\n0\n\n", "1;a\rb\na\n0\n\n",
            "1\na\n0\nContent-Length: 1\n\n", "1\na\n0\nHost: x\n\n", "1\na\n0\nbad\n\n",
            "1\na\n0\nTransfer-Encoding: chunked\n\n", "1\na\n0\nA: b\n c\n\n",
        ])
    func refused(chunks: String) {
        let stream = parseLines(Self.head + chunks)
        #expect(stream.requests.isEmpty)
        #expect(stream.error?.status == .badRequest)
    }

    @Test("a chunk size that ends in a line feed alone is refused")
    func bareLineFeed() {
        let bytes = wire(Self.head) + Array("1\na\r\n0\r\n\r\n".utf8)
        #expect(parse(bytes).error?.status == .badRequest)
    }

    @Test("extensions and trailers without end are refused")
    func floods() {
        let extensions = String(
            repeating: "1;\(String(repeating: "x", count: 100))\na\n", count: 50)
        #expect(parseLines(Self.head + extensions).error?.status == .badRequest)
        let trailers = String(repeating: "A: b\n", count: 101)
        #expect(
            parseLines(Self.head + "0\n" + trailers + "\n").error?.status
                == .requestHeaderFieldsTooLarge)
    }
}
