import ArgumentParser
import Foundation
import ServingAPI
import TensorFlowImport
import Testing

@testable import steady

@Suite("Settings of steady serve")
struct ServeSettingsTests {
    private let documentedFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config/steady.yaml").path

    private func resolved(_ arguments: [String]) throws -> ServeSettings {
        try ServeCommand.parse(arguments).resolved(environment: [:])
    }

    @Test("the documented file holds the defaults")
    func documentedDefaults() throws {
        let defaults = try resolved([])
        let documented = try resolved(["--config", documentedFile])
        #expect(String(reflecting: defaults) == String(reflecting: documented))
    }

    @Test("the documented file shows every setting")
    func documentedSettings() throws {
        let text = try String(contentsOfFile: documentedFile, encoding: .utf8)
        let lines = text.split(separator: "\n")
        for setting in Setting.allCases {
            #expect(lines.contains { $0.hasPrefix("\(setting.rawValue):") }, "\(setting.rawValue)")
        }
    }

    @Test("every setting is an option of steady serve")
    func options() throws {
        let help = ServeCommand.helpMessage(columns: 500)
        for setting in Setting.allCases {
            #expect(help.contains("\n  \(setting.option) <"), "\(setting.option)")
        }
    }

    @Test("precision is f32 unless asked for, and nothing else than the two")
    func precision() throws {
        #expect(try resolved([]).model.precision == .float32)
        #expect(try resolved(["--precision", "bf16"]).model.precision == .bfloat16)
        #expect(throws: (any Error).self) { try resolved(["--precision", "f16"]) }
    }

    @Test("algorithms are not measured unless asked for")
    func tuning() throws {
        #expect(try resolved([]).model.tuning == .off)
        #expect(try resolved(["--tune", "quick"]).model.tuning == .quick)
        #expect(try resolved(["--tune", "full"]).model.tuning == .full)
        #expect(throws: (any Error).self) { try resolved(["--tune", "on"]) }
    }

    @Test("requests in flight have a quarter of the memory, or what is said")
    func memoryBudget() throws {
        let share = MemoryLimit.ofThisProcess.requestShare
        #expect(try resolved([]).requestLimits.memoryBudget == share)
        #expect(try resolved(["--memory-budget", "auto"]).requestLimits.memoryBudget == share)
        #expect(throws: ExitCode(64)) { try resolved(["--memory-budget", "1000"]) }
    }

    @Test("options reach their settings")
    func values() throws {
        let settings = try resolved([
            "--model", "runs", "--name", "n", "--host", "::1", "--port", "0",
            "--max-batch-size", "7", "--queue-capacity", "99", "--executors", "3",
            "--threads", "2", "--request-timeout", "0", "--drain-grace", "5s", "--drain-delay",
            "3s",
            "--max-body-size", "1MiB", "--memory-budget", "512MiB",
            "--max-decompressed-size", "2MiB", "--max-compression-ratio", "7",
            "--max-json-depth", "8", "--max-tensor-rank", "9", "--log-level", "debug",
            "--server-timing", "always", "--h2c-upgrade", "off",
            "--log-format", "json", "--log-file", "steady.log", "--access-log", "1%",
            "--input-node", "a",
            "--input-node", "b", "--output-node", "c", "--input-shape", "a=N,2",
            "--hold", "keep=0.5", "--hold", "train=false", "--signature", "s", "--averages", "ema",
            "--rename", "(?=c)=model/", "--rename", "bn/=norm/", "--statistics", "a,b",
            "--allow", "scale-all-zero", "--allow", "variance-negative",
        ])
        #expect(settings.model.path == "runs")
        #expect(settings.name == "n")
        #expect(settings.host == "::1")
        #expect(settings.port == 0)
        #expect(settings.model.maxBatchSize == 7)
        #expect(settings.queueCapacity == 99)
        #expect(settings.model.executors == 3)
        #expect(settings.model.threads == .fixed(2))
        #expect(settings.requestTimeout == ServeSettings.forEver)
        #expect(settings.termination == Termination(delay: .seconds(3), grace: .seconds(5)))
        #expect(settings.requestLimits.maxBodySize == 1 << 20)
        #expect(settings.requestLimits.memoryBudget == 512 << 20)
        #expect(
            settings.requestLimits.body
                == BodyLimits(
                    decompressedBytes: 2 << 20, compressionRatio: 7, jsonDepth: 8, tensorRank: 9))
        #expect(!settings.security.allowsUpgrade)
        #expect(try resolved([]).security.allowsUpgrade)
        #expect(throws: ExitCode(64)) { try resolved(["--h2c-upgrade", "maybe"]) }
        #expect(settings.logLevel == .debug)
        #expect(settings.observation.serverTiming == .always)
        #expect(settings.observation.logFormat == .json)
        #expect(settings.observation.logFile == "steady.log")
        #expect(settings.observation.accessLog == AccessLogShare(share: 0.01))
        #expect(
            settings.model.allowed == [.scaleAllZero, .varianceNegative, .averagesUnstated])
        let renames = [
            try ImportOptions.Rename(pattern: "(?=c)", replacement: "model/"),
            try ImportOptions.Rename(pattern: "bn/", replacement: "norm/"),
        ]
        #expect(
            settings.model.importing
                == ImportOptions(
                    inputNodes: ["a", "b"], outputNodes: ["c"], inputShapes: ["a": [nil, 2]],
                    heldPlaceholders: ["keep": 0.5, "train": 0], signature: "s",
                    renames: renames, statistics: ["a", "b"], averages: .ema))
    }

    @Test(
        "what is no assignment is refused",
        arguments: [
            ["--hold", "keep"], ["--hold", "=1"], ["--hold", "keep=x"], ["--input-shape", "a"],
            ["--input-shape", "a=N,0"], ["--input-shape", "a="], ["--averages", "best"],
            ["--rename", "a"], ["--rename", "=b"], ["--rename", "(=b"], ["--rename", "a=$1"],
            ["--allow", "everything"], ["--allow", "statistics-missing"],
            ["--name", "a/b"],
        ])
    func badAssignments(arguments: [String]) throws {
        let command = try ServeCommand.parse(arguments)
        #expect(throws: ExitCode(64)) { try command.resolved(environment: [:]) }
    }

    @Test("processors are shared out among executors")
    func processors() throws {
        let processors = Processors.available
        let one = try resolved(["--executors", "1"]).model
        #expect(one.executors == 1)
        #expect(one.threads == .elastic(processors))
        let wide = try resolved(["--threads", "\(processors)"]).model
        #expect(wide.executors == 1)
        #expect(wide.threads == .fixed(processors))
        let free = try resolved([]).model
        #expect((1...4).contains(free.executors))
        #expect(free.executors <= processors)
        #expect(free.threads == .elastic(processors))
    }
}
