import HTTPTypes
import Testing

@testable import Server

@Suite("Answers to heads alone")
struct EarlyAnswerTests {
    @Test("keep their place behind earlier requests")
    func order() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            client.send("GET /hold HTTP/1.1\nHost: x\n\nGET /now HTTP/1.1\nHost: x\n\n")
            client.send("POST /echo HTTP/1.1\nHost: x\nContent-Length: 3\n\nend")
            #expect(await eventually { responder.announced.count == 3 })
            responder.release("/hold")
            let text = await client.read(until: "end")
            let places = try ["/hold", "now", "end"].map {
                try #require(text.range(of: "\r\n\r\n\($0)")).lowerBound
            }
            #expect(places == places.sorted())
        }
    }

    @Test("keep the connection, also behind a short body, which is read over")
    func keepsConnection() async throws {
        try await withServer { _, responder, address in
            let client = try TestClient(address)
            client.send("GET /now HTTP/1.1\nHost: x\n\n")
            #expect(await client.read(until: "now").contains("Content-Length: 3\r\n"))
            client.send("POST /now HTTP/1.1\nHost: x\nContent-Length: 4\n\n")
            #expect(await client.read(until: "now").contains("Connection") == false)
            client.send("bodyHEAD /now HTTP/1.1\nHost: x\nConnection: close\n\n")
            let head = try #require(await client.textToEnd())
            #expect(head.contains("Content-Length: 3\r\n"))
            #expect(head.hasSuffix("Connection: close\r\n\r\n"))
            #expect(responder.announced == ["/now", "/now", "/now"])
        }
    }

    @Test("are given to all requests of one write, however few may wait")
    func longPipeline() async throws {
        var limits = ServerLimits()
        limits.pipelinedRequests = 3
        try await withServer(limits: limits) { _, _, address in
            let client = try TestClient(address)
            client.send(String(repeating: "GET /now HTTP/1.1\nHost: x\n\n", count: 500))
            client.send("GET /now HTTP/1.1\nHost: x\nConnection: close\n\n")
            let text = try #require(await client.textToEnd())
            #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 502)
        }
    }

    @Test("are all given in a shutdown to what came in one write, and the last says that it is")
    func drain() async throws {
        try await withServer(reactors: 1) { server, responder, address in
            let client = try TestClient(address)
            // A request that has begun holds the connection open.
            client.send("GET /now HTTP/1.1\nHo")
            #expect(await eventually { server.openConnections == 1 })
            let drain = Task { await server.drain(grace: .seconds(60)) }
            #expect(await eventually { (try? TestClient(address)) == nil })
            client.send("st: x\n\nGET /now HTTP/1.1\nHost: x\n\n")
            let text = try #require(await client.textToEnd())
            let answers = text.components(separatedBy: "HTTP/1.1 200 OK").dropFirst()
            #expect(answers.map { $0.contains("Connection: close") } == [false, true])
            await drain.value
        }
    }

    @Test("are told to observers like others, with the route that the responder says")
    func observed() async throws {
        let observer = RecordingObserver()
        let metrics = ServerMetrics()
        try await withServer(observers: [observer], metrics: metrics) { _, _, address in
            let client = try TestClient(address)
            client.send("GET /now HTTP/1.1\nHost: x\n\n")
            _ = await client.read(until: "now")
            client.send("GET /echo HTTP/1.1\nHost: x\n\n")
            let requests = await observer.requests(2)
            #expect(requests.map(\.status) == [200, 200])
            #expect(requests.map(\.notes.route) == [7, 9])
            #expect(requests.map(\.sentBytes) == [3, 0])
            #expect(metrics.submittedRequests.value == 1)
        }
    }

    @Test("come over HTTP/2 as well")
    func stream() async throws {
        let observer = RecordingObserver()
        try await withServer(observers: [observer]) { _, _, address in
            let client = try TestClient(address)
            client.send(
                HTTP2Client.preface + HTTP2Client.request(1, "/now")
                    + HTTP2Client.request(3, "/echo"))
            let requests = await observer.requests(2)
            #expect(requests.map(\.head?.path) == ["/now", "/echo"])
            #expect(requests.map(\.notes.route) == [7, 9])
        }
    }

    @Test("are asked for once where the request goes on in HTTP/2")
    func upgrade() async throws {
        let observer = RecordingObserver()
        try await withServer(observers: [observer]) { _, responder, address in
            let client = try TestClient(address)
            client.send(
                "GET /now HTTP/1.1\nHost: x\nConnection: Upgrade, HTTP2-Settings\n"
                    + "Upgrade: h2c\nHTTP2-Settings: AAMAAABkAAQAAP__\n\n")
            let request = try #require(await observer.requests(1).first)
            #expect(request.version == .http2)
            #expect(request.status == 200)
            #expect(responder.announced == ["/now"])
        }
    }
}
