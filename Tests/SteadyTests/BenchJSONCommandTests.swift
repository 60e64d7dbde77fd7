import Fixtures
import Tensors
import Testing

@testable import steady

@Suite("The command that measures tensor JSON")
struct BenchJSONCommandTests {
    @Test("reads and writes what it measures")
    func measures() throws {
        let rows = Tensor(repeatableNumbersOf: [2, 3, 5])
        let bench = try JSONBench(rows)
        let report = JSONBenchReport(
            bench, shape: rows.shape.dimensions, runs: try bench.measure(for: .zero))
        #expect(report.results.map(\.work) == JSONBench.Work.allCases)
        #expect(report.results.allSatisfy { $0.runs == 1 && $0.median > 0 })
        let sizes = report.results.map(\.textBytes)
        #expect(sizes[0] == sizes[2])
        #expect(sizes[1] > sizes[0] + 30 * 5)
        #expect(report.text.contains("float32 [2, 3, 5]"))
        #expect(try report.json().contains(#""work" : "read, 17 digits""#))
    }

    @Test(
        "refuses what can't be meant",
        arguments: [["--seconds", "0"], ["--rows", "0"], ["--rows", "some"], ["file.npy"]])
    func refusals(options: [String]) {
        #expect(throws: (any Error).self) {
            try Steady.parseAsRoot(["bench", "json"] + options)
        }
    }

    @Test("tells what a file lacks")
    func files() throws {
        let images = Fixtures.url("digits/images.npy").path
        func run(_ options: String...) throws {
            var command = try Steady.parseAsRoot(["bench", "json", "--seconds", "1e-9"] + options)
            try command.run()
        }
        #expect(throws: (any Error).self) { try run("--data", images, "--rows", "100000") }
        #expect(throws: (any Error).self) { try run("--data", images + ".absent") }
        #expect(throws: Never.self) { try run("--data", images, "--rows", "2") }
    }
}
