import HTTPTypes
import Testing

@testable import HTTP

@Suite struct RefusalTests {
    @Test(
        "what could be read in two ways is refused",
        arguments: [
            "GET / HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 1\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 2\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: 1, 1\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: +1\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: -1\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: 0x1\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: 1 1\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length:\n\na",
            "GET / HTTP/1.1\nHost: x\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n",
            "GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nContent-Length: 0\n\n0\n\n",
            "GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked, chunked\n\n0\n\n",
            "GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked, gzip\n\n0\n\n",
            "GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nTransfer-Encoding: x\n\n0\n\n",
            "GET / HTTP/1.1\nHost: x\nTransfer-Encoding:\n\n",
            "GET / HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n",
            "GET / HTTP/1.1\nHost: x\nA: b\n c\n\n",
            "GET / HTTP/1.1\n Host: x\n\n",
            "GET / HTTP/1.1\nHost : x\n\n",
            "GET / HTTP/1.1\nHost: x\n: b\n\n",
            "GET / HTTP/1.1\nHost: x\nno colon\n\n",
            "GET / HTTP/1.1\nHost: x\nA\u{0}: b\n\n",
            "GET / HTTP/1.1\nHost: x\nA: b\u{0}c\n\n",
            "GET / HTTP/1.1\nHost: x\nA: b\rc\n\n",
            "GET / HTTP/1.1\rHost: x\n\n",
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\nHost: x\nHost: x\n\n",
            "GET / HTTP/1.1\nHost: a b\n\n",
            "GET / HTTP/1.1\nHost: a/b\n\n",
            "GET / HTTP/1.1\nHost: user@a\n\n",
            "GET / HTTP/1.1\nHost: a:b\n\n",
            "GET / HTTP/1.1\nHost: a:1:2\n\n",
            "GET / HTTP/1.1\nHost: [::1\n\n",
            "GET / HTTP/1.1\nHost: [::1]x\n\n",
            "GET / HTTP/1.1\nHost: []\n\n",
            "GET / HTTP/1.1\nHost: a%2\n\n",
            "GET http://a:b/ HTTP/1.1\nHost: x\n\n",
            "GET / HTTX/1.1\nHost: x\n\n",
            "GET x:80 HTTP/1.1\nHost: x\n\n",
            "GET  / HTTP/1.1\nHost: x\n\n",
            "GET / HTTP/1.1 \nHost: x\n\n",
            "GET /a b HTTP/1.1\nHost: x\n\n",
            "GET\t/ HTTP/1.1\nHost: x\n\n",
            " GET / HTTP/1.1\nHost: x\n\n",
            "G(T / HTTP/1.1\nHost: x\n\n",
            "GET /\n\n",
            "GET / http/1.1\nHost: x\n\n",
            "GET / HTTP/1.10\nHost: x\n\n",
            "GET /é HTTP/1.1\nHost: x\n\n",
            "GET /a#b HTTP/1.1\nHost: x\n\n",
            "GET * HTTP/1.1\nHost: x\n\n",
            "GET a/b HTTP/1.1\nHost: x\n\n",
            "GET ftp://a/b HTTP/1.1\nHost: x\n\n",
            "GET http:///b HTTP/1.1\nHost: x\n\n",
            "GET http://user@a/b HTTP/1.1\nHost: x\n\n",
        ])
    func malformed(text: String) {
        let stream = parseLines(text)
        #expect(stream.requests.isEmpty)
        #expect(stream.error?.status == .badRequest, "\(String(describing: stream.error))")
    }

    @Test("a line that ends in a line feed alone is refused before the head is whole")
    func bareLineFeed() {
        #expect(parse(Array("GET / HTTP/1.1\nHost: x".utf8)).error?.status == .badRequest)
        #expect(parse(Array("\nGET /".utf8)).error?.status == .badRequest)
    }

    @Test(
        "each kind of refusal has its status",
        arguments: [
            ("GET / HTTP/2.0\nHost: x\n\n", 505), ("GET / HTTP/0.9\nHost: x\n\n", 505),
            ("CONNECT a:1 HTTP/1.1\nHost: x\n\n", 501),
            ("GET / HTTP/1.1\nHost: x\nTransfer-Encoding: gzip, chunked\n\n", 501),
            ("GET / HTTP/1.1\nHost: x\nTransfer-Encoding: identity\n\n", 501),
            ("GET / HTTP/1.1\nHost: x\nExpect: pigs-fly\n\n", 417),
            ("GET / HTTP/1.1\nHost: x\nContent-Length: 99999999999999999999999\n\n", 413),
            ("GET / HTTP/1.1\nHost: x\nContent-Length: 101\n\n", 413),
            ("GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n65\n", 413),
            ("GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n1\na\n64\n", 413),
            ("GET / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\nfffffffffffffff\n", 413),
            ("GET /\(String(repeating: "a", count: 100)) HTTP/1.1\nHost: x\n\n", 414),
            ("GET /\(String(repeating: "a", count: 1000))", 414),
            ("GET / HTTP/1.1\nHost: x\nA: \(String(repeating: "a", count: 1000))", 431),
            ("GET / HTTP/1.1\nHost: x\nA: a\nB: b\nC: c\nD: d\n\n", 431),
        ])
    func statuses(text: String, status: Int) {
        let limits = MessageLimits(targetBytes: 100, headBytes: 500, fieldCount: 4, bodyBytes: 100)
        #expect(parseLines(text, limits: limits).error?.status.code == status)
    }

    @Test("a first line with neither a target nor a version is not taken for HTTP")
    func foreign() {
        #expect(parseLines("INVALID CONNECTION PREFACE\n\n").error == .notHTTP)
        for text in ["GET / PREFACE\n\n", "GET a HTTP/1.1\nHost: x\n\n", "GET  a b\n\n", "a\n\n"] {
            let error = parseLines(text).error
            #expect(error?.status == .badRequest)
            #expect(error != .notHTTP)
        }
    }

    @Test("a limit that is just met is not passed")
    func exactLimits() {
        let limits = MessageLimits(targetBytes: 4, headBytes: 62, fieldCount: 3, bodyBytes: 5)
        let text = "PUT /abc HTTP/1.1\nHost: x\nContent-Length: 5\nAbcdef: ghi\n\nabcde"
        let head = wire(text).count - 5
        #expect(head == 62)
        #expect(parseLines(text, limits: limits).requests.count == 1)
        for smaller in [
            MessageLimits(targetBytes: 3, headBytes: 62, fieldCount: 3, bodyBytes: 5),
            MessageLimits(targetBytes: 4, headBytes: 61, fieldCount: 3, bodyBytes: 5),
            MessageLimits(targetBytes: 4, headBytes: 62, fieldCount: 2, bodyBytes: 5),
            MessageLimits(targetBytes: 4, headBytes: 62, fieldCount: 3, bodyBytes: 4),
        ] {
            #expect(parseLines(text, limits: smaller).error != nil)
        }
    }

    @Test("after a refusal nothing more is read")
    func deafAfterError() {
        let stream = parseLines("GET / HTTP/1.1\n\nGET / HTTP/1.1\nHost: x\n\n")
        #expect(stream.requests.isEmpty)
        #expect(stream.error != nil)
    }
}
