import HTTPTypes
import Testing

@testable import Load

/// Bounded by numbers of requests, not by time, so that a slow machine gives the same counts.
@Suite("Load on a real server", .timeLimit(.minutes(2)))
struct LoadTests {
    private let echo = LoadRequest(method: "POST", path: "/echo", body: Array("hello".utf8))

    @Test(
        "every request is answered once and counted",
        arguments: [
            (LoadPlan.WireProtocol.http1, 4, 1, 1), (.http1, 7, 1, 2), (.http2, 1, 1, 1),
            (.http2, 3, 16, 1), (.http2, 4, 8, 2),
        ])
    func counting(
        wireProtocol: LoadPlan.WireProtocol, connections: Int, streams: Int, threads: Int
    ) async throws {
        let (result, responder) = try await load([echo]) { plan in
            plan.wireProtocol = wireProtocol
            plan.connections = connections
            plan.streams = streams
            plan.threads = threads
            plan.requestCount = 1_001
        }
        #expect(result.answers == 1_001)
        #expect(result.statuses == [200: 1_001])
        #expect(result.failures == [:])
        #expect(result.goodAnswers == 1_001)
        #expect(result.bodyBytes == 5 * 1_001)
        #expect(responder.requests("/echo") == 1_001)
        #expect(responder.bodies == [Array("hello".utf8)])
        #expect(result.elapsed > .zero && result.processorTime > .zero)
        let minimum = try #require(result.latencies.minimum)
        #expect(minimum > .zero)
    }

    @Test("large bodies go out and come back whole", arguments: LoadPlan.WireProtocol.allCases)
    func largeBodies(wireProtocol: LoadPlan.WireProtocol) async throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let (result, responder) = try await load([
            LoadRequest(method: "POST", path: "/echo", body: body)
        ]) { plan in
            plan.wireProtocol = wireProtocol
            plan.connections = 2
            plan.requestCount = 6
        }
        #expect(result.statuses == [200: 6])
        #expect(result.bodyBytes == 6 * body.count)
        #expect(responder.bodies == [body])
    }

    @Test("requests are sent in turn, and each status is counted")
    func turns() async throws {
        let (result, responder) = try await load([echo, LoadRequest(path: "/nowhere")]) { plan in
            plan.connections = 1
            plan.requestCount = 100
        }
        #expect(result.statuses == [200: 50, 404: 50])
        #expect(result.goodAnswers == 50)
        #expect(responder.requests("/nowhere") == 50)
    }

    @Test("an answer after the deadline is an answer, but no good one")
    func deadline() async throws {
        let (result, _) = try await load([echo]) { plan in
            plan.deadline = .zero
            plan.requestCount = 50
        }
        #expect(result.answers == 50)
        #expect(result.goodAnswers == 0)
    }

    /// One connection is held up for 200 ms while 1000 requests a second fall due.
    ///
    /// Those of the first 100 ms wait for 100 ms at least; measured from their sending, all but one
    /// would seem quick.
    @Test("latencies count from when requests were due", arguments: [false, true])
    func coordinatedOmission(isOpen: Bool) async throws {
        let (result, _) = try await load([LoadRequest(path: "/late")]) { plan in
            plan.pace = isOpen ? .constant(perSecond: 1_000) : .closed
            plan.connections = 1
            plan.requestCount = 200
        }
        #expect(result.statuses == [200: 200])
        let median = try #require(result.latencies.quantile(0.5))
        let greatest = try #require(result.latencies.maximum)
        #expect(greatest >= .milliseconds(200))
        if isOpen {
            #expect(median >= .milliseconds(99), "\(median)")
        } else {
            #expect(median < greatest / 2, "\(median) of \(greatest)")
        }
    }

    @Test("requests without answers time out", arguments: LoadPlan.WireProtocol.allCases)
    func timeouts(wireProtocol: LoadPlan.WireProtocol) async throws {
        let (result, _) = try await load([LoadRequest(path: "/never")]) { plan in
            plan.wireProtocol = wireProtocol
            plan.connections = 2
            plan.requestCount = 4
            plan.timeout = .milliseconds(50)
        }
        #expect(result.answers == 0)
        #expect(result.failures == [.timeout: 4])
    }

    @Test("a connection that the server ends is made again")
    func reconnecting() async throws {
        let (result, responder) = try await load([LoadRequest(path: "/close")]) { plan in
            plan.connections = 2
            plan.requestCount = 10
        }
        #expect(result.statuses == [200: 10])
        #expect(result.failures == [:])
        #expect(responder.requests("/close") == 10)
    }

    @Test("requests that were due but could not be sent are counted")
    func unsent() async throws {
        let (result, _) = try await load([LoadRequest(path: "/never")]) { plan in
            plan.pace = .constant(perSecond: 1_000)
            plan.connections = 2
            plan.duration = .milliseconds(100)
            plan.timeout = .milliseconds(300)
        }
        let sent = result.failures[.timeout] ?? 0
        #expect(sent <= 2)
        #expect(result.failures[.unsent] == 100 - sent)
        #expect(result.answers == 0)
    }

    @Test("a server that is not there, and a plan that contradicts itself, are errors")
    func refusals() throws {
        var plan = LoadPlan(host: "127.0.0.1", port: 1, requests: [echo])
        let error = #expect(throws: LoadError.self) { try plan.run() }
        guard case .unreachable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        plan.streams = 2
        #expect(throws: LoadError.unfit("2 requests at once on a connection need HTTP/2")) {
            try plan.run()
        }
        plan.streams = 1
        plan.threads = 65
        #expect(throws: LoadError.self) { try plan.run() }
    }
}
