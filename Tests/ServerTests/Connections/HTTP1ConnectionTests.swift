import HTTPTypes
import Testing

@testable import Server

@Suite struct HTTP1ConnectionTests {
    @Test("requests that come together are answered in their order")
    func pipelining() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            client.send("GET /hold1 HTTP/1.1\nHost: x\n\nGET /hold2 HTTP/1.1\nHost: x\n\n")
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 3\nConnection: close\n\nend")
            #expect(await responder.requests(2).count == 2)
            responder.release("/hold2")
            responder.release("/hold1")
            let text = try #require(await client.textToEnd())
            let places = try ["/hold1", "/hold2", "end"].map {
                try #require(text.range(of: "\r\n\r\n\($0)")).lowerBound
            }
            #expect(places == places.sorted())
        }
    }

    @Test("many requests in one write are all answered, however few may wait")
    func longPipeline() async throws {
        var limits = ServerLimits()
        limits.pipelinedRequests = 3
        try await withServer(limits: limits) { _, _, address in
            let client = try TestClient(address)
            let request = "POST /echo HTTP/1.1\nHost: x\nContent-Length: 4\n\nbody"
            client.send(String(repeating: request, count: 500))
            client.send("POST /echo HTTP/1.1\nHost: x\nConnection: close\n\n")
            let text = try #require(await client.textToEnd())
            #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 502)
        }
    }

    @Test("bytes that come one at a time make a request")
    func slowBytes() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            let text = "POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n"
            for byte in text.replacing("\n", with: "\r\n").utf8 { client.send([byte]) }
            #expect(await client.read(until: "abc").hasSuffix("\r\n\r\nabc"))
        }
    }

    @Test("a long answer arrives whole")
    func largeAnswer() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            client.send("GET /large HTTP/1.1\nHost: x\n\nGET /large HTTP/1.0\n\n")
            let bytes = try #require(await client.readToEnd())
            let body = TestResponder.largeBody
            #expect(bytes.suffix(body.count).elementsEqual(body))
            #expect(bytes.count > 2 * body.count)
        }
    }

    @Test("100 (Continue) is sent when the body is wanted")
    func expectation() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            client.send(
                "POST /echo HTTP/1.1\nHost: x\nContent-Length: 4\nExpect: 100-continue\n\n")
            #expect(await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            client.send("body")
            #expect(await client.read(until: "body").hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test("a refusal comes before the body, in place of 100 (Continue)")
    func refusal() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            client.send(
                "POST /refused HTTP/1.1\nHost: x\nContent-Length: 4\nExpect: 100-continue\n\n")
            let text = await client.read(until: "}\n")
            #expect(text.hasPrefix("HTTP/1.1 403 "))
            #expect(text.contains("Connection: close"))
            #expect(text.hasSuffix("{\"error\": \"not here\"}\n"))
        }
    }

    @Test("after the refusal of a short body the connection is kept")
    func keptAfterRefusal() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            client.send("POST /refused HTTP/1.1\nHost: x\nContent-Length: 4\n\nbody")
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 4\n\nmore")
            #expect(await client.read(until: "more").contains("HTTP/1.1 200 OK"))
            #expect(responder.announced == ["/refused", "/echo"])
        }
    }

    @Test("the answer to HEAD has the length and no body")
    func head() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            client.send("HEAD /large HTTP/1.1\nHost: x\nConnection: close\n\n")
            let text = try #require(await client.textToEnd())
            #expect(text.contains("Content-Length: \(TestResponder.largeBody.count)\r\n"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(
        "what is no good request is answered with its status and the connection closed",
        arguments: [
            ("GET / HTTP/1.1\n\n", 400), ("PRI / HTTP/1.1\nHost: x\nBad\n\n", 400),
            ("POST / HTTP/1.1\nHost: x\nContent-Length: 1001\n\n", 413),
            ("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n3e9\n", 413),
            ("GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\nHost: x\n\n", 414),
            ("GET / HTTP/1.1\nHost: x\nA: \(String(repeating: "a", count: 40_000))\n\n", 431),
            ("GET / HTTP/1.1\nHost: x\nTransfer-Encoding: gzip\n\n", 501),
            ("GET / HTTP/3.0\nHost: x\n\n", 505),
        ])
    func badRequests(text: String, status: Int) async throws {
        var limits = ServerLimits()
        limits.message.bodyBytes = 1_000
        try await withServer(limits: limits) { _, _, address in
            let client = try TestClient(address)
            client.send(text)
            client.send(String(repeating: "x", count: 100_000))
            client.finishSending()
            let answer = try #require(await client.textToEnd())
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(answer.contains("{\"error\": \""))
        }
    }

    @Test("a reply that is lost is answered with 500")
    func lostReply() async throws {
        try await withServer { _, _, address in
            let client = try TestClient(address)
            client.send("GET /drop HTTP/1.1\nHost: x\n\n")
            let text = await client.read(until: "}\n")
            #expect(text.hasPrefix("HTTP/1.1 500 "))
            #expect(text.hasSuffix("}\n"))
        }
    }
}
