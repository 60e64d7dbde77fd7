import Fixtures
import Testing

@testable import Metrics

@Suite("Figures of the process")
struct ProcessMetricsTests {
    @Test("a process may be called anything")
    func status() throws {
        let text =
            "42 (a) b ) S 1 42 42 0 -1 4194560 900 0 3 0 120 34 0 0 20 0 7 0 98765 1048576000 2560 "
            + "18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
        let status = try #require(ProcessStatus(text: text))
        #expect(status.threads == 7)
        #expect(status.startTicks == 98_765)
        #expect(status.virtualBytes == 1_048_576_000)
        #expect(status.residentPages == 2560)
        #expect(ProcessStatus(text: "42 (a) S 1") == nil)
        #expect(ProcessStatus(text: "") == nil)
        #expect(ProcessStatus.bootTime(text: "cpu 1 2\nbtime 1700000000\n") == 1_700_000_000)
        #expect(ProcessStatus.bootTime(text: "cpu 1 2\n") == nil)
    }

    @Test("are those that client libraries share, and plausible")
    func figures() throws {
        let text = String(
            decoding: Exposition.text(of: [ProcessMetrics()], as: .prometheus), as: UTF8.self)
        let metrics = try ExpositionText(text)
        #expect(try metrics.value("process_cpu_seconds_total") > 0)
        let resident = try metrics.value("process_resident_memory_bytes")
        #expect(resident > 1_000_000)
        #expect(try metrics.value("process_virtual_memory_bytes") > resident)
        let open = try metrics.value("process_open_fds")
        #expect(open >= 3)
        #expect(try metrics.value("process_max_fds") >= open)
        #expect(try metrics.value("process_threads") >= 1)
        // Between 2020 and 2100.
        let start = try metrics.value("process_start_time_seconds")
        #expect((1.58e9...4.1e9).contains(start))
    }
}
