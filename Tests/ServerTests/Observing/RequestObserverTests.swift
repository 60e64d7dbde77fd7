import HTTPTypes
import Testing

@testable import Server

@Suite struct RequestObserverTests {
    @Test("an answered request is told with its sizes, version and status")
    func answered() async throws {
        let observer = RecordingObserver()
        try await withServer(observers: [observer]) { _, _, address in
            let client = try TestClient(address)
            client.send(
                "POST /echo HTTP/1.1\nHost: x\nX-Request-Id: 7\nContent-Length: 4\n\nbody")
            client.send("HEAD /large HTTP/1.0\n\n")
            _ = await client.textToEnd()
            let requests = await observer.requests(2)
            try #require(requests.count == 2)
            #expect(requests[0].head?.path == "/echo")
            #expect(requests[0].head?.headerFields[HTTPField.Name("x-request-id")!] == "7")
            #expect(requests[0].version == .http11)
            #expect(requests[0].remoteAddress == "127.0.0.1")
            #expect(requests[0].status == 200)
            #expect(requests[0].receivedBytes == 4)
            #expect(requests[0].sentBytes == 4)
            #expect(requests[0].duration > .zero)
            #expect(requests[1].version == .http10)
            #expect(requests[1].sentBytes == 0)
        }
    }

    @Test(
        "what is refused before it reaches the responder is told too",
        arguments: [
            ("NONSENSE\n\n", 400, nil), ("GET /refused HTTP/1.1\nHost: x\n\n", 403, "/refused"),
            ("POST /echo HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\nz\n", 400, "/echo"),
        ] as [(String, Int, String?)])
    func refused(text: String, status: Int, path: String?) async throws {
        let observer = RecordingObserver()
        try await withServer(observers: [observer]) { _, _, address in
            let client = try TestClient(address)
            client.send(text)
            let request = try #require(await observer.requests(1).first)
            #expect(request.status == status)
            #expect(request.head?.path == path)
            #expect(request.notes.error != nil)
        }
    }

    @Test("a request whose client goes away is told as 499, once")
    func abandoned() async throws {
        let observer = RecordingObserver()
        try await withServer(observers: [observer]) { server, responder, address in
            var client: TestClient? = try TestClient(address)
            client?.send("GET /hold HTTP/1.1\nHost: x\n\n")
            #expect(await responder.requests(1).count == 1)
            client?.reset()
            client = nil
            let request = try #require(await observer.requests(1).first)
            #expect(request.status == 499)
            #expect(request.head?.path == "/hold")
            responder.release("/hold")
            let second = try TestClient(address)
            second.send("POST /echo HTTP/1.1\nHost: x\nConnection: close\n\n")
            _ = await second.textToEnd()
            #expect(await observer.requests(2).map(\.status) == [499, 200])
        }
    }

    @Test("every stream is a request, and a stream that is reset is 499")
    func streams() async throws {
        let observer = RecordingObserver()
        let metrics = ServerMetrics()
        try await withServer(observers: [observer], metrics: metrics) { _, responder, address in
            let client = try TestClient(address)
            client.send(
                HTTP2ConnectionTests.preface + HTTP2ConnectionTests.request(1, "/hold1")
                    + HTTP2ConnectionTests.request(3, "/hold3")
                    + HTTP2ConnectionTests.request(5, "/refused"))
            #expect(await responder.requests(2).count == 2)
            #expect(metrics.streams.value == 3)
            client.send([0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8])
            #expect(await observer.requests(2).map(\.status) == [403, 499])
            #expect(await eventually { metrics.openStreams.value == 1 })
            responder.release("/hold3")
            let requests = await observer.requests(3)
            #expect(requests.last?.status == 200)
            #expect(requests.allSatisfy { $0.version == .http2 })
        }
        #expect(await eventually { metrics.openStreams.value == 0 })
    }

    @Test("connections and bytes are counted")
    func counts() async throws {
        let metrics = ServerMetrics()
        try await withServer(metrics: metrics) { _, responder, address in
            let client = try TestClient(address)
            let text = "GET /hold HTTP/1.1\nHost: x\nConnection: close\n\n"
            client.send(text)
            #expect(await responder.requests(1).count == 1)
            #expect(metrics.submittedRequests.value - metrics.answeredRequests.value == 1)
            responder.release("/hold")
            let answer = await client.readToEnd()
            #expect(await eventually { metrics.closedConnections.value == 1 })
            #expect(metrics.acceptedConnections.value == 1)
            #expect(metrics.receivedBytes.value == text.utf8.count + 4)
            #expect(metrics.sentBytes.value == answer?.count)
            #expect(metrics.answeredRequests.value == 1)
        }
    }
}
