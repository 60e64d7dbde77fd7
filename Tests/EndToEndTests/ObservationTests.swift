import Fixtures
import Foundation
import Testing

@Suite("What a server tells of itself")
struct ObservationTests {
    private let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    private func prediction(_ digits: Digits, headers: [String] = []) -> Curl.Request {
        Curl.Request(
            path: "/predict?token=secret", method: "POST", headers: headers,
            body: digits.instances(0..<2))
    }

    @Test("metrics count what curl did, in the text that Prometheus reads")
    func metrics() throws {
        let server = try RunningServer(["--name", "zip-codes"])
        let curl = Curl(address: server.address)
        let digits = try Digits()
        _ = try curl.send([
            prediction(digits), prediction(digits), Curl.Request(path: "/nowhere"),
            Curl.Request(path: "/predict", method: "POST", body: Array("{".utf8)),
        ])
        let response = try curl.send(Curl.Request(path: "/metrics"))
        #expect(response.status == 200)
        let metrics = try ExpositionText(response.text)
        let predicted = ["route": "/predict", "code": "200", "model": "zip-codes"]
        #expect(try metrics.value("steady_http_requests_total", predicted) == 2)
        #expect(try metrics.value("steady_http_request_duration_seconds_sum", predicted) > 0)
        #expect(try metrics.value("steady_rejections_total", ["reason": "not_found"]) == 1)
        #expect(try metrics.value("steady_rejections_total", ["reason": "malformed"]) == 1)
        #expect(try metrics.value("steady_batch_rows_sum") == 4)
        #expect(try metrics.value("steady_queue_wait_seconds_count") == 2)
        #expect(try metrics.value("steady_executor_busy_seconds_total") > 0)
        #expect(try metrics.value("steady_connections_accepted_total") >= 2)
        #expect(try metrics.value("steady_model_state", ["state": "ready"]) == 1)
        #expect(try metrics.value("process_resident_memory_bytes") > 1_000_000)
        #expect(try metrics.value("steady_request_memory_limit_bytes") > 0)
        #expect(
            try metrics.value("steady_tls_handshake_failures_total", ["reason": "refused"]) == 0)
        #expect(metrics.families.allSatisfy { $0.help.hasSuffix(".") })
    }

    @Test("the log is JSON in a file that can be moved away, with traces and without queries")
    func rotation() throws {
        let folder = Curl.temporaryFolder()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (log, moved) = (folder.path + "/log", folder.path + "/log.1")
        let process = try RunningProcess(
            "serve",
            arguments: [
                "--port", "0", "--log-file", log, "--log-format", "json", "--access-log", "on",
            ])
        defer { process.kill() }
        let started = try line(of: log) { $0.contains("listening on ") }
        let message = try object(started)["message"] as? String
        let address = try #require(message?.split(separator: " ").last.map(String.init))
        let curl = Curl(address: address)
        let headers = [
            "traceparent: 00-\(trace)-00f067aa0ba902b7-01", #"X-Request-Id: a\"b\",\"status\":1"#,
        ]
        _ = try curl.send(prediction(try Digits(), headers: headers))
        let entry = try object(line(of: log) { $0.contains("/predict") })
        #expect(entry["logger"] as? String == "access")
        #expect(entry["path"] as? String == "/predict")
        #expect(entry["status"] as? Int == 200)
        #expect(entry["trace_id"] as? String == trace)
        #expect(entry["request_id"] as? String == #"a"b","status":1"#)
        #expect(entry["queue"] as? Double != nil)
        #expect(try !String(contentsOfFile: log, encoding: .utf8).contains("secret"))

        try FileManager.default.moveItem(atPath: log, toPath: moved)
        process.signal(SIGHUP)
        _ = try line(of: log) { $0.contains("log file read again") }
        _ = try curl.send(Curl.Request(path: "/health"))
        _ = try line(of: log) { $0.contains("/health") }
        #expect(try !String(contentsOfFile: moved, encoding: .utf8).contains("/health"))
        process.signal(SIGTERM)
        #expect(try process.waitForExit() == 0)
        #expect(try String(contentsOfFile: log, encoding: .utf8).contains("drained"))
    }

    private func object(_ line: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let object = value as? [String: Any] else { throw Failure("no object: \(line)") }
        return object
    }

    /// Waits for a line that another process writes to a file.
    private func line(of path: String, _ accepts: (Substring) -> Bool) throws -> String {
        for _ in 0..<6000 {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let whole = text.lastIndex(of: "\n").map { text[..<$0] } ?? ""
            if let line = whole.split(separator: "\n").first(where: accepts) { return String(line) }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw Failure("no such line in \(path) within a minute")
    }
}
