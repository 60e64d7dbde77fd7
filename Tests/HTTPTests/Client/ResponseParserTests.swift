import Testing

@testable import HTTP

@Suite struct ResponseParserTests {
    /// What a parser makes of text whose line feeds stand for CR LF, in pieces of `size` bytes.
    private func parse(_ text: String, size: Int = .max) -> (
        statuses: [Int], bodies: [String], keepsAlive: Bool, endsWithInput: Bool, error: HTTPError?
    ) {
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        var parser = ResponseParser(limits: MessageLimits())
        var statuses: [Int] = []
        var bodies: [String] = []
        var body: [UInt8] = []
        var failure: HTTPError?
        var start = 0
        while start < bytes.count {
            let piece = Array(bytes[start...].prefix(size))
            start += piece.count
            var offset = 0
            do throws(HTTPError) {
                while let event = try parser.next(in: piece.span, at: &offset) {
                    switch event {
                    case .head(let status): statuses.append(status)
                    case .body(let range): body += piece[range]
                    case .end:
                        bodies.append(String(decoding: body, as: UTF8.self))
                        body = []
                    }
                }
            } catch {
                failure = error
            }
        }
        if parser.endsWithInput { bodies.append(String(decoding: body, as: UTF8.self)) }
        return (statuses, bodies, parser.keepsAlive, parser.endsWithInput, failure)
    }

    @Test("responses one after another, in pieces of any size", arguments: [1, 2, 3, 7, 64, .max])
    func pieces(size: Int) {
        let found = parse(
            "HTTP/1.1 200 OK\nContent-Length: 5\nDate: x\n\nhello"
                + "HTTP/1.1 100 Continue\n\nHTTP/1.1 503 \nTransfer-Encoding: chunked\n\n"
                + "3;a=b\nabc\n1\nd\n0\nTrailer: x\n\n" + "HTTP/1.1 204 No Content\n\n"
                + "HTTP/1.1 304 Not Modified\nContent-Length: 10\n\n"
                + "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n", size: size)
        #expect(found.error == nil)
        #expect(found.statuses == [200, 503, 204, 304, 404])
        #expect(found.bodies == ["hello", "abcd", "", "", ""])
        #expect(found.keepsAlive && !found.endsWithInput)
    }

    @Test("a body without a length ends with its connection")
    func untilClose() {
        let found = parse("HTTP/1.1 200 OK\n\nall\nthere is", size: 3)
        #expect(found.endsWithInput && !found.keepsAlive)
        #expect(found.bodies == ["all\r\nthere is"])
    }

    @Test(
        "a connection is kept as version and options say",
        arguments: [
            ("1.1", "", true), ("1.1", "Connection: Close\n", false), ("1.0", "", false),
            ("1.0", "Connection: keep-alive\n", true),
        ])
    func keeping(version: String, option: String, kept: Bool) {
        let found = parse("HTTP/\(version) 200 OK\nContent-Length: 0\n\(option)\n")
        #expect(found.keepsAlive == kept)
    }

    @Test(
        "what is no response is refused",
        arguments: [
            "GET / HTTP/1.1\n\n", "HTTP/1.1 20 OK\n\n", "HTTP/1.1 2000 OK\n\n",
            "HTTP/1.1 200OK\n\n",
            "HTTP/2.0 200 OK\n\n", "HTTP/1.7 200 OK\n\n", "HTTP/1.1\n\n", "HTTP/1.1 099 x\n\n",
            "HTTP/1.1 200 OK\nContent-Length: x\n\n",
            "HTTP/1.1 200 OK\nContent-Length: 1\nTransfer-Encoding: chunked\n\n",
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nx\n",
        ])
    func refusals(text: String) {
        let found = parse(text)
        #expect(found.error != nil)
        #expect(found.bodies.isEmpty)
    }
}
