import ArgumentParser
import Tensors

/// Measures the reader and the writer of tensor JSON, without a server.
struct BenchJSONCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json",
        abstract: "Measures how fast tensors are read from JSON and written to it.",
        discussion: """
            On one thread, in turns: reads the body of a request whose numbers are as short as they can \
            be, reads one whose numbers have 17 significant digits, and writes the former. Before, it \
            checks that the same bits are read from both. Without --data the numbers are those of an \
            image of 224×224×3 between 0 and 1. A megabyte has a million bytes.

            EXAMPLES:
              steady bench json
              steady bench json --data x.npy --rows 8
            """)

    @Option(help: ArgumentHelp("A NumPy file of float32 rows.", valueName: "file"))
    var data: String?

    @Option(help: ArgumentHelp("How many of its rows a body has.", valueName: "count"))
    var rows = 1

    @Option(help: ArgumentHelp("How long each piece of work is measured.", valueName: "number"))
    var seconds = 2.0

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else {
            throw ValidationError("--seconds is \(seconds); give a number above 0, 3600 at most")
        }
        guard rows >= 1 else { throw ValidationError("--rows is \(rows); give 1 or more") }
    }

    func run() throws {
        let tensor = try self.tensor()
        let bench = try JSONBench(tensor)
        let report = JSONBenchReport(
            bench, shape: tensor.shape.dimensions, runs: try bench.measure(for: .seconds(seconds)))
        print(json ? try report.json() : report.text)
    }

    private func tensor() throws -> Tensor {
        guard let data else { return Tensor(repeatableNumbersOf: [1, 224, 224, 3]) }
        let file = try NpyRowReader(path: data)
        guard file.rowCount >= rows else {
            throw ValidationError("\(data) has \(file.rowCount) rows, fewer than --rows \(rows)")
        }
        let tensor = try file.rows(0..<rows)
        guard tensor.elementType == .float32 else {
            throw ValidationError("\(data) is of \(tensor.elementType); give one of float32")
        }
        return tensor
    }
}
