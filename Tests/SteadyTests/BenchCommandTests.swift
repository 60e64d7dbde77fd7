import ArgumentParser
import Testing

@testable import steady

@Suite("The commands that measure")
struct BenchCommandTests {
    @Test("take lists of numbers")
    func lists() throws {
        let command = try #require(
            Steady.parseAsRoot(["bench", "engine", "--batch-size", "1,8,32", "--threads", "2"])
                as? BenchEngineCommand)
        #expect(command.batchSize.numbers == [1, 8, 32])
        #expect(command.threads?.numbers == [2])
    }

    @Test(
        "refuse what can't be meant",
        arguments: [
            ["--batch-size", "0"], ["--batch-size", "1,,8"], ["--batch-size", ""],
            ["--threads", "two"], ["--seconds", "0"],
        ])
    func refusals(options: [String]) {
        #expect(throws: (any Error).self) {
            try Steady.parseAsRoot(["bench", "engine"] + options)
        }
    }
}
