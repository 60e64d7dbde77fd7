import Fixtures
import HTTPTypes
import Metrics
import Server
import Testing

@testable import ServingAPI

@Suite("Metrics of requests")
struct RequestMetricsTests {
    private let metrics = RequestMetrics(modelName: "digits")

    private func observe(
        _ route: Route, _ status: Int, _ duration: Duration, refusal: String? = nil,
        times: WorkTimes? = nil
    ) {
        var notes = AnswerNotes()
        notes.route = route.rawValue
        notes.refusal = refusal
        notes.times = times
        metrics.observe(
            AnsweredRequest(
                head: nil, version: .http11, remoteAddress: "::1", receivedBytes: 10,
                status: status, sentBytes: 3, duration: duration, notes: notes))
    }

    private func text() throws -> ExpositionText {
        try ExpositionText(
            String(decoding: Exposition.text(of: [metrics], as: .prometheus), as: UTF8.self))
    }

    @Test("requests are told apart by route and status")
    func counts() throws {
        observe(.predict, 200, .milliseconds(3))
        observe(.predict, 200, .milliseconds(30))
        observe(.predict, 503, .zero)
        observe(.health, 200, .microseconds(1))
        observe(.none, 418, .zero)
        let text = try text()
        let name = "steady_http_requests_total"
        #expect(try text.value(name, ["route": "/predict", "code": "200", "model": "digits"]) == 2)
        #expect(try text.value(name, ["route": "/predict", "code": "503"]) == 1)
        #expect(try text.value(name, ["route": "/health", "code": "200", "model": ""]) == 1)
        #expect(try text.value(name, ["route": "none", "code": "other"]) == 1)
        let duration = "steady_http_request_duration_seconds"
        let predicted = ["route": "/predict", "code": "200"]
        #expect(try text.value(duration + "_sum", predicted) == 0.033)
        #expect(try text.value(duration + "_count", predicted) == 2)
        #expect(
            try text.value(duration + "_bucket", predicted.merging(["le": "0.005"]) { $1 }) == 1)
        #expect(try text.value("steady_http_request_body_bytes_total") == 50)
        #expect(try text.value("steady_http_response_body_bytes_total") == 15)
    }

    @Test("rejections have the reason that was given, or else that of the status")
    func rejections() throws {
        observe(.predict, 503, .zero, refusal: "overloaded")
        observe(.predict, 503, .zero)
        observe(.predict, 499, .zero)
        observe(.predict, 200, .zero)
        let text = try text()
        let name = "steady_rejections_total"
        #expect(try text.value(name, ["reason": "overloaded"]) == 1)
        #expect(try text.value(name, ["reason": "unavailable"]) == 1)
        #expect(try text.value(name, ["reason": "client_gone"]) == 1)
        #expect(try text.family(name).samples.count == 3)
    }

    @Test("codec times are taken from the notes")
    func codec() throws {
        observe(
            .predict, 200, .zero,
            times: WorkTimes(decode: .milliseconds(2), encode: .microseconds(5)))
        let text = try text()
        #expect(try text.value("steady_codec_seconds_sum", ["operation": "decode"]) == 0.002)
        #expect(try text.value("steady_codec_seconds_sum", ["operation": "encode"]) == 5e-06)
    }

    @Test("every status has one place, and every error a word")
    func statuses() {
        for code in 0...700 {
            let label = StatusSlots.label(of: StatusSlots.slot(of: code))
            #expect(label == (StatusSlots.codes.contains(code) ? "\(code)" : "other"))
        }
        for code in 400..<600 {
            let word = RejectionReason.standard(forStatus: code)
            #expect(word.allSatisfy { $0.isLowercase || $0 == "_" })
        }
    }
}
