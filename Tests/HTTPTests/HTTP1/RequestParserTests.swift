import HTTPTypes
import Testing

@testable import HTTP

@Suite struct RequestParserTests {
    @Test("a request without a body has its method, path, authority and fields")
    func plainRequest() throws {
        let stream = parseLines(
            "GET /health?verbose=1 HTTP/1.1\nHost: example.org:80\nAccept: a\n\n")
        let request = try #require(stream.requests.first)
        #expect(stream.error == nil)
        #expect(request.head.method == .get)
        #expect(request.head.path == "/health?verbose=1")
        #expect(request.head.authority == "example.org:80")
        #expect(request.head.scheme == "http")
        #expect(request.head.headerFields[.accept] == "a")
        #expect(request.body.isEmpty)
        #expect(request.keepsAlive)
    }

    @Test("a body has as many bytes as Content-Length says, and the next request follows")
    func bodyWithLength() {
        let stream = parseLines(
            "POST /a HTTP/1.1\nHost: x\nContent-Length: 4\n\nbodyGET /b HTTP/1.1\nHost: x\n\n")
        #expect(stream.requests.map(\.head.path) == ["/a", "/b"])
        #expect(stream.requests.map(\.body) == [Array("body".utf8), []])
    }

    @Test("body bytes that were dropped elsewhere are passed over, and the next request follows")
    func skippedBody() throws {
        var parser = RequestParser(limits: MessageLimits())
        let input = Array("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nbody".utf8)
        var offset = 0
        var found: [String] = []
        func note(_ event: RequestEvent?) {
            switch event {
            case .head: found.append("head")
            case .body(let range): found.append("body \(range.count)")
            case .end: found.append("end")
            case nil: found.append("nothing")
            }
        }
        note(try parser.next(in: input.span, at: &offset))
        var announced = [parser.announcedBytes]
        note(try parser.next(in: input.span, at: &offset))
        announced.append(parser.announcedBytes)
        parser.skip(2)
        announced.append(parser.announcedBytes)
        note(try parser.next(in: input.span, at: &offset))
        parser.skip(4)
        announced.append(parser.announcedBytes)
        note(try parser.next(in: input.span, at: &offset))
        announced.append(parser.announcedBytes)
        note(try parser.next(in: input.span, at: &offset))
        #expect(found == ["head", "body 4", "nothing", "end", "nothing"])
        #expect(announced == [10, 6, 4, 0, 0])
    }

    @Test("a body that is cut off is no request")
    func cutOff() {
        let stream = parseLines("POST / HTTP/1.1\nHost: x\nContent-Length: 5\n\nbody")
        #expect(stream.requests.isEmpty)
        #expect(stream.isCutOff)
    }

    @Test("empty lines before a request are skipped")
    func leadingLines() {
        let stream = parseLines("\n\nGET / HTTP/1.1\nHost: x\n\n\nGET / HTTP/1.1\nHost: x\n\n")
        #expect(stream.requests.count == 2)
    }

    @Test(
        "a connection is kept as its version and its options say",
        arguments: [
            ("1.1", "", true), ("1.0", "", false), ("1.1", "Connection: close\n", false),
            ("1.0", "Connection: keep-alive\n", true), ("1.1", "Connection: a, Close ,b\n", false),
            ("1.0", "Connection: keep-alive, close\n", false), ("1.2", "", true),
        ])
    func keepAlive(version: String, option: String, kept: Bool) throws {
        let head = try firstHead("GET / HTTP/\(version)\nHost: x\n\(option)\n")
        #expect(head?.keepsAlive == kept)
    }

    @Test(
        "every form of target gives a path and an authority",
        arguments: [
            ("GET", "/a/b?c=d%20e", "/a/b?c=d%20e", "host"),
            ("GET", "http://other/a?b", "/a?b", "other"),
            ("GET", "HTTPS://other:1", "/", "other:1"),
            ("GET", "http://[::1]:80?q", "/?q", "[::1]:80"),
            ("OPTIONS", "*", "*", "host"),
            ("OPTIONS", "http://other", "*", "other"),
        ])
    func targets(method: String, target: String, path: String, authority: String) throws {
        let head = try firstHead("\(method) \(target) HTTP/1.1\nHost: host\n\n")
        #expect(head?.request.path == path)
        #expect(head?.request.authority == authority)
    }

    @Test(
        "a host is a name or an address, with or without a port",
        arguments: ["", "a.b-c_d", "127.0.0.1:80", "[::1]", "[2001:db8::1]:8080", "a:", "a%2Fb"])
    func hosts(host: String) throws {
        let head = try firstHead("GET / HTTP/1.1\nHost: \(host)\n\n")
        #expect(head?.request.authority == host)
    }

    @Test("100-continue is seen where a body follows, in HTTP/1.1 alone")
    func expectation() throws {
        let fields = "Host: x\nContent-Length: 1\nExpect: 100-Continue\n\n"
        #expect(try firstHead("POST / HTTP/1.1\n\(fields)")?.expectsContinue == true)
        #expect(try firstHead("POST / HTTP/1.0\n\(fields)")?.expectsContinue == false)
        #expect(
            try firstHead("GET / HTTP/1.1\nHost: x\nExpect: 100-continue\n\n")?.expectsContinue
                == false)
    }

    @Test("an upgrade to h2c is seen when it is asked for in full")
    func upgrade() throws {
        func settings(_ fields: String) throws -> [UInt8]? {
            try firstHead("GET / HTTP/1.1\nHost: x\n\(fields)\n")?.upgradeSettings
        }
        let whole = "Connection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n"
        #expect(try settings(whole) == [0, 3, 0, 0, 0, 100])
        #expect(
            try settings("Connection: Upgrade\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk\n") == nil)
        #expect(try settings(whole + "HTTP2-Settings: AAMAAABk\n") == nil)
        #expect(try settings(whole.replacing("h2c", with: "websocket")) == nil)
        #expect(try settings(whole.replacing("AAMAAABk", with: "A*")) == nil)
    }

    @Test("values keep bytes above ASCII and lose the blanks around them")
    func values() {
        let bytes =
            Array("GET / HTTP/1.1\r\nHost: x\r\nA: \t ".utf8) + [0xC3, 0xA9]
            + Array(" \t\r\n\r\n".utf8)
        #expect(parse(bytes).requests.first?.head.headerFields.first?.value == "é")
    }
}
