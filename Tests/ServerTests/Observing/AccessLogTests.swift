import HTTPTypes
import Logging
import Logs
import Synchronization
import Testing

@testable import Server

@Suite("The access log", .timeLimit(.minutes(1)))
struct AccessLogTests {
    private final class Destination: LogDestination {
        let text = Mutex("")

        func write(_ bytes: [UInt8]) -> String? {
            text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
            return nil
        }
    }

    private let destination = Destination()
    private let writer: LogWriter

    init() { writer = LogWriter(to: destination) { _, _ in [] } }

    private func log(_ share: Double = 1, _ format: LogFormat = .text) -> AccessLog {
        AccessLog(share: share, to: writer, as: format) {
            WallTime(seconds: 0, nanoseconds: 0)
        }
    }

    private func request(
        path: String = "/predict?token=secret", fields: HTTPFields = [:], status: Int = 200,
        notes: AnswerNotes = AnswerNotes()
    ) -> AnsweredRequest {
        AnsweredRequest(
            head: HTTPRequest(
                method: .post, scheme: "http", authority: "x", path: path, headerFields: fields),
            version: .http2, remoteAddress: "::1", receivedBytes: 12, status: status,
            sentBytes: 34, duration: .microseconds(1500), notes: notes)
    }

    private func written() -> String {
        writer.close()
        return destination.text.withLock { $0 }
    }

    @Test("tells all of a request but its query")
    func line() throws {
        let trace = TraceParentTests.trace
        var notes = AnswerNotes()
        notes.times = WorkTimes(queue: .microseconds(2), compute: .milliseconds(1))
        let fields: HTTPFields = [
            try #require(HTTPField.Name("traceparent")): "00-\(trace)-00f067aa0ba902b7-01",
            try #require(HTTPField.Name("X-Request-Id")): "a b",
        ]
        log().observe(request(fields: fields, notes: notes))
        #expect(
            written()
                == "1970-01-01T00:00:00.000Z info access: remote=::1 method=POST path=/predict "
                + "protocol=HTTP/2 status=200 bytes_in=12 bytes_out=34 duration=0.001500 "
                + "queue=0.000002 compute=0.001000 trace_id=\(trace) request_id=\"a b\"\n")
    }

    @Test("is an object a line in JSON")
    func json() {
        log(1, .json).observe(request())
        #expect(
            written() == #"{"time":"1970-01-01T00:00:00.000Z","level":"info","logger":"access","#
                + #""remote":"::1","method":"POST","path":"/predict","protocol":"HTTP/2","#
                + #""status":200,"bytes_in":12,"bytes_out":34,"duration":0.001500}"# + "\n")
    }

    @Test("bytes that were no request have a line too")
    func noRequest() {
        log().observe(
            AnsweredRequest(
                head: nil, version: .http11, remoteAddress: "10.0.0.1", receivedBytes: 0,
                status: 400, sentBytes: 5, duration: .zero, notes: AnswerNotes()))
        #expect(written().contains(#"method="" path="" protocol=HTTP/1.1 status=400 "#))
    }

    @Test("takes an even share, and every failure")
    func sampling() {
        let log = log(0.25)
        for _ in 0..<100 { log.observe(request()) }
        for _ in 0..<3 { log.observe(request(status: 500)) }
        let lines = written().split(separator: "\n")
        #expect(lines.filter { $0.contains("status=200") }.count == 25)
        #expect(lines.filter { $0.contains("status=500") }.count == 3)
    }

    @Test("cuts what is too long")
    func lengths() throws {
        let name = try #require(HTTPField.Name("X-Request-Id"))
        log().observe(
            request(
                path: "/" + String(repeating: "a", count: 5000),
                fields: [name: String(repeating: "b", count: 500)]))
        let text = written()
        #expect(text.contains("/" + String(repeating: "a", count: 1023) + "… "))
        #expect(text.contains("request_id=" + String(repeating: "b", count: 128) + "…\n"))
    }

    @Test("failures are logged as errors with what tells the request")
    func failures() throws {
        let logger = Logger(label: "steady") {
            WriterLogHandler(label: $0, to: writer, as: .text) {
                WallTime(seconds: 0, nanoseconds: 0)
            }
        }
        var notes = AnswerNotes()
        notes.error = "the engine\nfailed"
        let id = try #require(HTTPField.Name("X-Request-Id"))
        let log = FailureLog(logger: logger)
        log.observe(request(fields: [id: "7"], status: 500, notes: notes))
        log.observe(request(status: 503))
        #expect(
            written() == #"1970-01-01T00:00:00.000Z error steady: the engine\nfailed method=POST "#
                + "path=/predict remote=::1 request_id=7\n")
    }
}
