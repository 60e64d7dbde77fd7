import Checkpoints
import Fixtures
import Foundation
import Tensors

extension GoldenCase {
    /// Writes a checkpoint of the seeded variables, with the graph beside it, into a folder that is
    /// deleted after `body`.
    func withSeededCheckpoint<Result>(
        _ body: (CheckpointLocation) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("networks-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        var writer = try CheckpointWriter(prefix: folder.appendingPathComponent("model.ckpt"))
        let variables = try seededVariables().sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        for variable in variables {
            try writer.add(
                Tensor(variable.values, shape: Shape(variable.dimensions)), named: variable.name)
        }
        return try body(writer.commit(graph: .file(url("network.meta"))))
    }
}
