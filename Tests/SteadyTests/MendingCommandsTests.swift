import ArgumentParser
import Testing

@testable import steady

@Suite("The commands that write checkpoints")
struct MendingCommandsTests {
    private static let calibrate = [
        "calibrate", "--model", "m", "--data", "x.npy", "--output", "o",
    ]
    private static let export = ["export", "--model", "m", "--output", "o"]

    @Test("take what they need")
    func defaults() throws {
        let calibrate = try #require(
            Steady.parseAsRoot(Self.calibrate) as? CalibrateCommand)
        #expect(calibrate.method == .population)
        #expect(calibrate.batchSize == 100)
        let export = try #require(Steady.parseAsRoot(Self.export) as? ExportCommand)
        #expect(export.maxToKeep == 5)
    }

    @Test(
        "refuse options that can't be meant",
        arguments: [
            ["--batch-size", "0"], ["--method", "mean"], ["--momentum", "0.9"],
            ["--steps", "3"], ["--method", "ema", "--momentum", "1.5"],
            ["--method", "ema", "--steps", "0"],
        ])
    func calibrateOptions(options: [String]) {
        #expect(throws: (any Error).self) { try Steady.parseAsRoot(Self.calibrate + options) }
    }

    @Test("keep no negative number of exports")
    func exportOptions() {
        #expect(throws: (any Error).self) {
            try Steady.parseAsRoot(Self.export + ["--max-to-keep=-1"])
        }
    }
}
