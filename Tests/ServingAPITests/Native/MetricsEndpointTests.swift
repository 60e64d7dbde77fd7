import Fixtures
import HTTPTypes
import Metrics
import Server
import Testing

@testable import ServingAPI

@Suite("The path /metrics")
struct MetricsEndpointTests {
    private struct Source: MetricSource {
        func write(to exposition: inout Exposition) {
            exposition.counter("steady_things_total", help: "Things.", 3)
        }
    }

    private let router = Router(
        service: FakeModel(echoing: .digits), metrics: [Source(), ProcessMetrics()])

    private func get(_ accept: String?) async -> ServerResponse {
        await withCheckedContinuation { continuation in
            var fields = HTTPFields()
            fields[.accept] = accept
            let head = HTTPRequest(
                method: .get, scheme: "http", authority: "x", path: "/metrics", headerFields: fields
            )
            router.answer(
                ServerRequest(
                    head: head, body: [], remoteAddress: "::1", cancellation: Cancellation())
            ) { continuation.resume(returning: $0) }
        }
    }

    @Test(
        "shows all sources in Prometheus' text, unless OpenMetrics is asked for",
        arguments: [
            (nil, false), ("*/*", false), ("text/plain", false),
            ("application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1", true),
            ("application/openmetrics-text;q=0.2,text/plain;version=0.0.4;q=0.4", false),
        ] as [(String?, Bool)])
    func formats(accept: String?, isOpenMetrics: Bool) async throws {
        let response = await get(accept)
        #expect(response.code == 200)
        let format = isOpenMetrics ? Exposition.Format.openMetrics : .prometheus
        #expect(response.contentType == format.mediaType)
        #expect(response.text.hasSuffix("# EOF\n") == isOpenMetrics)
        #expect(response.notes.route == Route.metrics.rawValue)
        if !isOpenMetrics {
            let text = try ExpositionText(response.text)
            #expect(try text.value("steady_things_total") == 3)
            #expect(text.families.first?.name == "steady_things_total")
        }
    }

    @Test("answers all who ask at the same time")
    func together() async {
        let codes = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { await get(nil).code } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: 200, count: 50))
    }

    @Test("takes no other method than GET and HEAD")
    func methods() {
        #expect(ask(router, .post, "/metrics")?.code == 405)
    }
}
