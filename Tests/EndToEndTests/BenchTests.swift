import Fixtures
import Foundation
import Testing

@Suite("Measuring from the command line")
struct BenchTests {
    private let model = Fixtures.digitModel.path

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// No time is expected to be short or long, only figures to fit each other.
    @Test("bench engine measures each batch size and each layer")
    func engine() throws {
        let result = try steady(
            "bench", "engine", "--model", model, "--batch-size", "1,4", "--threads", "1",
            "--seconds", "0.05", "--per-layer", "--json")
        try #require(result.status == 0, "\(result.output)")
        let report = try json(result.output)
        let gflop = try #require(report["gflop"] as? Double)
        #expect(gflop > 0.0025 && gflop < 0.0026)
        let results = try #require(report["results"] as? [[String: Any]])
        #expect(results.map { $0["batch_size"] as? Int } == [1, 4])
        for (result, rows) in zip(results, [1.0, 4]) {
            let median = try #require(result["median"] as? Double)
            let minimum = try #require(result["minimum"] as? Double)
            let p99 = try #require(result["p99"] as? Double)
            #expect(0 < minimum && minimum <= median && median <= p99)
            let rate = try #require(result["rows_per_second"] as? Double)
            #expect(abs(rate * median - rows) < 1e-6)
            let layers = try #require(result["layers"] as? [[String: Any]])
            #expect(layers.count == report["steps"] as? Int)
            let sum = layers.reduce(0) { $0 + ($1["gflop"] as? Double ?? .nan) }
            #expect(abs(sum - gflop * rows) < 1e-9)
        }
    }

    @Test("a processor without bfloat16 instructions is refused with their name")
    func refusal() throws {
        let result = try steady(
            "bench", "engine", "--model", model, "--precision", "bf16", "--seconds", "0.01",
            environment: ["DNNL_MAX_CPU_ISA": "AVX2"])
        #expect(result.status == 1)
        #expect(result.output.contains("AVX512_BF16"), "\(result.output)")
    }

    @Test("bench accuracy compares precisions, or says what the processor lacks")
    func accuracy() throws {
        let result = try steady(
            "bench", "accuracy", "--model", model, "--data",
            Fixtures.url("digits/images.npy").path, "--labels",
            Fixtures.url("digits/labels.npy").path, "--json")
        guard result.status == 0 else {
            #expect(result.output.contains("AVX512_BF16"), "\(result.output)")
            return
        }
        let report = try json(result.output)
        #expect(report["rows"] as? Int == 397)
        let output = try #require((report["outputs"] as? [[String: Any]])?.first)
        let agreement = try #require(output["top_agreement"] as? [String: Any])
        #expect(try #require(agreement["right"] as? Int) >= 395)
        let exact = try #require(output["top_of_exact"] as? [String: Any])
        #expect(exact["right"] as? Int == 394)
        let worst = try #require(output["worst_error"] as? Double)
        #expect(worst > 0 && worst < 0.1)
    }

    @Test(
        "bench server measures a running server over both protocols and in every form",
        arguments: ["json", "npy", "binary", "inference"])
    func server(form: String) throws {
        let server = try RunningServer(["--model", model])
        for options in [[], ["--http2", "--streams", "4"], ["--rate", "2000", "--poisson"]] {
            let process = try RunningProcess(
                "bench",
                arguments: [
                    "server", server.address, "--data", Fixtures.url("digits/images.npy").path,
                    "--form", form, "--connections", "2", "--requests", "400", "--warm-up", "0",
                    "--duration", "1m", "--timeout", "30s", "--json",
                ] + options)
            try #require(try process.waitForExit() == 0, "\(process.output)")
            let report = try json(process.output)
            #expect(report["answers"] as? Int == 400)
            #expect(report["statuses"] as? [String: Int] == ["200": 400])
            #expect((report["failures"] as? [String: Int])?.isEmpty == true)
            let latency = try #require(report["latency"] as? [String: Double])
            let quantiles = ["minimum", "p50", "p90", "p99", "p999", "maximum"].map { latency[$0] }
            #expect(quantiles.allSatisfy { $0 != nil })
            let values = quantiles.compactMap { $0 }
            #expect(values == values.sorted() && values.allSatisfy { $0 > 0 })
        }
    }

    @Test("bench server says where no server is")
    func noServer() throws {
        let result = try steady("bench", "server", "http://127.0.0.1:1")
        #expect(result.status == 1)
        #expect(result.output.contains("127.0.0.1 port 1"), "\(result.output)")
    }
}
