import HTTPTypes
import Testing

@testable import HTTP

@Suite("A head that a client repeats") struct RepeatedHeadTests {
    /// The heads in the pieces, which a parser is given one after the other.
    private func heads(_ pieces: [String], _ parser: inout RequestParser) throws -> [HTTPRequest] {
        var heads: [HTTPRequest] = []
        for piece in pieces {
            let bytes = wire(piece)
            var offset = 0
            while let event = try parser.next(in: bytes.span, at: &offset) {
                if case .head(let head) = event { heads.append(head.request) }
            }
        }
        return heads
    }

    private func get(_ path: String, _ accept: String = "a") -> String {
        "GET \(path) HTTP/1.1\nHost: x\nAccept: \(accept)\n\n"
    }

    @Test("is read as it was before, and one that differs in a byte as what it is")
    func repeated() throws {
        var parser = RequestParser(limits: MessageLimits())
        let paths = ["/a", "/a", "/a", "/b", "/a", "/a", "/ab", "/a", "/a", "/a"]
        let found = try heads(paths.map { get($0) } + [get("/a", "b")], &parser)
        #expect(found.map(\.path) == paths + ["/a"])
        #expect(found.map { $0.headerFields[.accept] }.dropLast().allSatisfy { $0 == "a" })
        #expect(found.last?.headerFields[.accept] == "b")
        #expect(parser.heldBytes > 0)
    }

    @Test("is found among requests that come in one piece, and where it is cut off")
    func pieces() throws {
        var parser = RequestParser(limits: MessageLimits())
        let head = get("/a")
        let cut = head.index(head.startIndex, offsetBy: 20)
        let found = try heads(
            [head + head + head + get("/b") + head, String(head[..<cut]), String(head[cut...])],
            &parser)
        #expect(found.map(\.path) == ["/a", "/a", "/a", "/b", "/a", "/a"])
    }

    @Test("has its own body each time")
    func bodies() {
        let head = "POST /a HTTP/1.1\nHost: x\nContent-Length: 3\n\n"
        let stream = parseLines(head + "one" + head + "two" + head + "six")
        #expect(stream.requests.map(\.body) == ["one", "two", "six"].map { Array($0.utf8) })
    }

    @Test("is kept from the second time on, and no longer than it is wanted")
    func kept() throws {
        var parser = RequestParser(limits: MessageLimits())
        _ = try heads([get("/a")], &parser)
        #expect(parser.heldBytes == 0)
        _ = try heads([get("/a")], &parser)
        #expect(parser.heldBytes > 0)
        var hasForgotten = parser.forget()
        #expect(hasForgotten)
        #expect(parser.heldBytes == 0)
        hasForgotten = parser.forget()
        #expect(!hasForgotten)
        #expect(try heads([get("/a")], &parser).map(\.path) == ["/a"])
    }

    @Test("is not kept where it is long, or where the client never repeats one")
    func notKept() throws {
        let long = String(repeating: "a", count: 1_200)
        var parser = RequestParser(limits: MessageLimits())
        _ = try heads([get("/a", long), get("/a", long)], &parser)
        #expect(parser.heldBytes == 0)
        _ = try heads((10..<30).map { get("/\($0)") }, &parser)
        _ = parser.forget()
        _ = try heads((30..<40).map { get("/\($0)") }, &parser)
        #expect(parser.heldBytes == 0)
    }
}
