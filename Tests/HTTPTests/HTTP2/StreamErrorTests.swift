import Testing

@testable import HTTP

/// What RFC 9113 calls a stream error resets the stream, and the others go on.
@Suite struct StreamErrorTests {
    private static let head = [
        (":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "x"),
    ]

    private static let malformed: [[(String, String)]] = [
        // 8.2: characters that no field has.
        head + [("Upper", "a")], head + [("a b", "c")], head + [("", "c")],
        head + [("a\u{7F}", "c")],
        head + [("é", "c")], head + [("a:b", "c")], head + [("a", "b\r\nc: d")],
        head + [("a", "\0")],
        head + [("a", " b")], head + [("a", "b\t")],
        // 8.2.2: fields of a connection.
        head + [("connection", "close")], head + [("keep-alive", "1")], head + [("upgrade", "a")],
        head + [("transfer-encoding", "chunked")], head + [("proxy-connection", "a")],
        head + [("te", "gzip")],
        // 8.3: pseudo-fields.
        head + [(":unknown", "a")], head + [(":status", "200")], head + [(":path", "/")],
        head + [(":method", "GET")], head + [(":scheme", "http")],
        head + [(":protocol", "websocket")],
        [("a", "b")] + head,
        // 8.3.1: what each request must have, and that it says one thing.
        Array(head.dropFirst()), Array(head.prefix(1) + head.dropFirst(2)),
        Array(head.prefix(2) + head.dropFirst(3)), Array(head.prefix(3)),
        [(":method", "GET"), (":scheme", "http"), (":path", ""), (":authority", "x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "a"), (":authority", "x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "*"), (":authority", "x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "/a#b"), (":authority", "x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "/é"), (":authority", "x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "/a b"), (":authority", "x")],
        [(":method", "GET"), (":scheme", "ftp"), (":path", "/"), (":authority", "x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "user@x")],
        [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "x:y")],
        [(":method", "G T"), (":scheme", "http"), (":path", "/"), (":authority", "x")],
        head + [("host", "y")], head + [("host", "x"), ("host", "x")],
        // 8.1.1: a length that is none, or that the body has not.
        head + [("content-length", "5")], head + [("content-length", "-1")],
        head + [("content-length", "0"), ("content-length", "0")],
        head + [("content-length", "18446744073709551616")],
    ]

    @Test("a malformed request is reset and never comes", arguments: malformed)
    func request(fields: [(String, String)]) throws {
        let outcome = try Outcome(of: [
            Frame.headers(1, fields).bytes, Frame.request(3, "GET", "/next").bytes,
        ])
        #expect(outcome.resets == [1: Code.protocolError])
        #expect(outcome.requests == ["/next"])
        #expect(outcome.goAway == nil)
    }

    @Test(
        "a body of another length than was said",
        arguments: [
            [raw(0, 1, 1, [1, 2])], [raw(0, 0, 1, [1, 2, 3, 4])],
            [raw(0, 0, 1, [1]), raw(0, 1, 1, [1])],
        ])
    func bodyLength(data: [[UInt8]]) throws {
        let post = Frame.request(1, "POST", "/", [("content-length", "3")], ends: false).bytes
        let outcome = try Outcome(of: [post] + data)
        #expect(outcome.resets == [1: Code.protocolError])
        #expect(outcome.requests.isEmpty)
    }

    @Test("trailers that don't end the stream, or have pseudo-fields")
    func trailers() throws {
        let post = Frame.request(1, "POST", ends: false).bytes
        for trailers in [
            Frame.headers(1, [("a", "b")], ends: false), .headers(1, [(":path", "/")]),
        ] {
            let outcome = try Outcome(of: [
                post, Frame.data(1, [1], ends: false).bytes, trailers.bytes,
            ])
            #expect(outcome.resets == [1: Code.protocolError])
            #expect(outcome.requests.isEmpty)
        }
    }

    @Test("a window of a stream beyond 2³¹ − 1")
    func window() throws {
        let outcome = try Outcome(of: [
            Frame.request(1, "POST", ends: false).bytes, raw(8, 0, 1, [0x7F, 0xFF, 0xFF, 0xFF]),
            Frame.request(3).bytes,
        ])
        #expect(outcome.resets == [1: Code.flowControl])
        #expect(outcome.requests == ["/"])
    }

    @Test("DATA and HEADERS behind the client's own RST_STREAM")
    func behindReset() throws {
        let post = Frame.request(1, "POST", ends: false).bytes + Frame.reset(1).bytes
        for frame in [Frame.data(1, [1]), .request(1), .data(1, [], ends: false)] {
            for parts in [[post, frame.bytes], [post + frame.bytes]] {
                let outcome = try Outcome(of: parts + [Frame.request(3).bytes])
                #expect(outcome.resets == [1: Code.streamClosed])
                #expect(outcome.requests == ["/"])
            }
        }
    }
}
