import Fixtures
import Foundation
import Tensors
import Testing

@testable import Checkpoints

private let outputFolder = ProcessInfo.processInfo.environment["STEADY_WRITE_CHECKPOINTS"]

/// Writes checkpoints for `Tests/Fixtures/scripts/check_written_checkpoint.py`, which has TensorFlow
/// restore them; only when `STEADY_WRITE_CHECKPOINTS` names the folder to write to.
@Suite("Checkpoints for TensorFlow to check", .enabled(if: outputFolder != nil))
struct TensorFlowCheckTests {
    @Test("copies of the golden checkpoints are written")
    func copies() throws {
        let output = URL(fileURLWithPath: try #require(outputFolder))
        let names = ["types", "shards", "partitions", "tiles", "padded", "snappy"]
        for name in names {
            let prefix = name == "partitions" ? "saver" : "model"
            let original = Fixtures.url("checkpoints/\(name)/\(prefix)")
            try Self.copy(CheckpointLocation(prefix: original), to: output, name)
        }
        for golden in try Fixtures.cases(.batchNorm) {
            try Self.copy(
                CheckpointLocation.resolve(golden.directory), to: output,
                "batch-norm-" + golden.name)
        }
    }

    @Test("a checkpoint whose index has several blocks is written")
    func many() throws {
        let output = CheckpointFolder(
            at: URL(fileURLWithPath: try #require(outputFolder)).appendingPathComponent("many"))
        var writer = try output.writer(named: "model")
        for number in 10_000..<40_000 {
            let name = "block_\(number / 100)/layer_\(number)/größe/moving_variance"
            try writer.add(Tensor([Float(number), 1]), named: name)
        }
        _ = try output.add(writer, graph: nil)
    }

    @Test("a folder that keeps two checkpoints is written")
    func kept() throws {
        let original = try Checkpoint(
            at: CheckpointLocation(prefix: Fixtures.url("checkpoints/saver/model.ckpt-30")))
        let folder = CheckpointFolder(
            at: URL(fileURLWithPath: try #require(outputFolder)).appendingPathComponent("kept"),
            maxToKeep: 2)
        for name in ["größe \"1\"", "two words", "model.ckpt-30"] {
            var writer = try folder.writer(named: name)
            for name in original.variableNames { try writer.copy(name, from: original) }
            _ = try folder.add(writer, graph: .init(of: original.location))
        }
    }

    private static func copy(
        _ location: CheckpointLocation, to output: URL, _ name: String
    ) throws {
        let original = try Checkpoint(at: location)
        let folder = CheckpointFolder(at: output.appendingPathComponent(name))
        var writer = try folder.writer(named: "model")
        for name in original.variableNames { try writer.copy(name, from: original) }
        _ = try folder.add(writer, graph: .init(of: location))
    }
}
