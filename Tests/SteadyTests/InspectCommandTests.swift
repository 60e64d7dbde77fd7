import ArgumentParser
import Fixtures
import Foundation
import Serving
import Testing

@testable import steady

@Suite("steady inspect")
struct InspectCommandTests {
    private func run(_ name: String, _ options: String...) throws {
        let path = Fixtures.url("refused/\(name)").path
        try InspectCommand.parse([path] + options).run()
    }

    @Test("ends with 1 where the model can't be served", arguments: ["table", "json"])
    func refused(form: String) {
        #expect(throws: ExitCode.failure) {
            if form == "json" {
                try run("variance-negative", "--json")
            } else {
                try run("variance-negative")
            }
        }
    }

    @Test("ends well where the finding is allowed")
    func allowed() throws {
        try run("variance-negative", "--allow", "variance-negative")
    }

    @Test("ends with 1 where another finding is allowed")
    func otherAllowed() {
        #expect(throws: ExitCode.failure) {
            try run("variance-negative", "--allow", "scale-all-zero")
        }
    }

    @Test("draws models that can't be served too")
    func plot() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("steady-\(UUID().uuidString).svg")
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(throws: ExitCode.failure) { try run("variance-negative", "--plot", file.path) }
        let svg = try String(contentsOf: file, encoding: .utf8)
        #expect(svg.contains("conv/bn") && svg.contains("⚠ variance-negative"))
    }

    @Test(
        "tells which of two kinds of weights is taken",
        arguments: [("raw", "raw"), ("ema", "ema")])
    func averages(option: String, reported: String) throws {
        let path = Fixtures.url("averages/everything-true-ref").path
        let report = try InspectCommand.parse([path, "--averages", option]).examined().report
        #expect(report.averages == reported)
        #expect(report.text.contains("averages    \(reported)\n"))
    }

    @Test("tells of no averages where there are none")
    func noAverages() throws {
        let report = try InspectCommand.parse([Fixtures.digitModel.path]).examined().report
        #expect(report.averages == nil)
    }

    @Test("says so where there is nothing to draw")
    func nothingToPlot() {
        let error = #expect(throws: (any Error).self) {
            try run("statistics-of-one-layer-missing", "--plot", "/nowhere/x.svg")
        }
        #expect(String(describing: error).contains("could not be read"))
    }

    @Test("predict refuses with code, layer, numbers and mend")
    func predict() throws {
        let folder = Fixtures.url("refused/variance-negative")
        let command = try PredictCommand.parse([
            "--model", folder.path, "--data", folder.appendingPathComponent("input.npy").path,
            "--output", "/nowhere/y.npy",
        ])
        let error = #expect(throws: ServingError.self) { try command.run() }
        let text = String(describing: error)
        for part in ["variance-negative", "'conv/bn'", "channel 2", "-0.25", "steady calibrate"] {
            #expect(text.contains(part), "\(text)")
        }
    }
}
