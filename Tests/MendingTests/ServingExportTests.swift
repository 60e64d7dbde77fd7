import Checkpoints
import Fixtures
import Foundation
import Mending
import TensorFlowImport
import Tensors
import Testing

@Suite("An export for serving")
struct ServingExportTests {
    struct Manifest: Decodable {
        let needed: [String]
    }

    @Test(
        "holds what the outputs depend on and answers bit for bit the same",
        arguments: ["adam-ref", "adam-resource-if"])
    func contents(name: String) throws {
        let folder = Fixtures.url("export/\(name)")
        let source = try CheckpointLocation.resolve(folder)
        let scratch = try ScratchFolder()
        let export = try ServingExport(of: source, to: scratch.folder("out"))
        let manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: folder.appendingPathComponent("case.json")))
        #expect(export.variables == manifest.needed.sorted())
        #expect(try Checkpoint(at: export.location).variableNames == export.variables)
        #expect(export.byteCountAfter * 2 < export.byteCountBefore)
        let input = try Tensor(npyContentsOf: folder.appendingPathComponent("input.npy").path)
        let (before, after) = (try predict(source, input), try predict(export.location, input))
        #expect(before.map(\.bitPattern) == after.map(\.bitPattern))
        let saver = SaverList(try export.location.readMetaGraph())
        #expect(saver.names == export.variables.sorted())
        #expect(saver.savedTensorCount == saver.names.count)
        #expect(saver.restoredTensorCount == saver.names.count)
    }

    @Test("keeps the newest exports, and the state file names them")
    func keeping() throws {
        let source = try CheckpointLocation.resolve(Fixtures.url("export/adam-ref"))
        let scratch = try ScratchFolder()
        let output = scratch.folder("out")
        var deleted: [String] = []
        for _ in 0..<4 {
            deleted += try ServingExport(of: source, to: output, maxToKeep: 2).deleted
        }
        #expect(deleted.count == 2)
        let state = try CheckpointStateFile(path: scratch.path("out/checkpoint"))
        #expect(state.all.count == 2)
        #expect(try CheckpointLocation.resolve(output).prefix.lastPathComponent == state.latest)
    }

    @Test("is refused into the model's own folder")
    func sameFolder() throws {
        let scratch = try ScratchFolder()
        let folder = scratch.folder("model")
        try FileManager.default.copyItem(at: Fixtures.url("export/adam-ref"), to: folder)
        let source = try CheckpointLocation.resolve(folder)
        let again = scratch.folder("model/../model")
        #expect(throws: MendingError.sameFolder(path: again.path)) {
            try ServingExport(of: source, to: again)
        }
    }

    @Test("is refused where the model can't be served")
    func unservable() throws {
        let source = try CheckpointLocation.resolve(Fixtures.url("calibration/fused"))
        let scratch = try ScratchFolder()
        #expect(throws: ImportError.self) {
            try ServingExport(of: source, to: scratch.folder("out"))
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
    }
}
