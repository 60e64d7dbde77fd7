import Checkpoints
import Fixtures
import Foundation
import Mending
import Tensors
import Testing

@Suite("Data that can't be calibrated on are refused")
struct CalibrationRefusalTests {
    @Test("when there are fewer than two rows")
    func tooFewRows() throws {
        try expectRefusal([Float](repeating: 0, count: 32), shape: [1, 4, 4, 2]) { path in
            .tooFewRows(file: path, given: 1)
        }
    }

    @Test("when rows have another shape")
    func shape() throws {
        try expectRefusal([Float](repeating: 0, count: 64), shape: [2, 4, 8]) { path in
            .rowType(
                file: path, input: "images", expected: "float32[N, 4, 4, 2]",
                given: "float32[N, 4, 8]")
        }
    }

    @Test("when a number is NaN or infinite, naming the row", arguments: [Float.nan, -.infinity])
    func notFinite(number: Float) throws {
        var numbers = (0..<160).map { Float($0 % 7) }
        numbers[3 * 32 + 5] = number
        try expectRefusal(numbers, shape: [5, 4, 4, 2]) { path in
            .notFinite(file: path, row: 3)
        }
    }

    @Test("when an input has no file")
    func noFile() throws {
        let fixture = try CalibrationFixture("fused")
        #expect(throws: MendingError.inputFiles(inputs: ["images"], given: 0)) {
            try Calibration(of: fixture.location, importing: fixture.importing, data: [])
        }
    }

    @Test("when the checkpoint lacks a weight too, even one that starts at zero throughout")
    func missingWeight() throws {
        let fixture = try CalibrationFixture("digits")
        let scratch = try ScratchFolder()
        let rows = try fixture.rows(in: scratch)
        let partial = scratch.folder("partial")
        var writer = try CheckpointWriter(prefix: partial.appendingPathComponent("model"))
        let checkpoint = try Checkpoint(at: fixture.location)
        for name in checkpoint.variableNames where name != "logits/bias" {
            try writer.copy(name, from: checkpoint)
        }
        let location = try writer.commit(graph: CheckpointWriter.MetaGraph(of: fixture.location))
        #expect(throws: MendingError.missingVariables(["logits/bias"])) {
            try Calibration(of: location, data: [rows])
        }
    }

    private func expectRefusal(
        _ numbers: [Float], shape: Shape, _ error: (String) -> MendingError
    ) throws {
        let fixture = try CalibrationFixture("fused")
        let scratch = try ScratchFolder()
        let path = scratch.path("rows.npy")
        try Tensor(numbers, shape: shape).writeNpy(to: path)
        let reader = try NpyRowReader(path: path)
        #expect(throws: error(path)) {
            try Calibration(
                of: fixture.location, importing: fixture.importing, data: [reader],
                options: CalibrationOptions(batchSize: 2))
        }
    }
}
