import Checkpoints
import Fixtures
import Foundation
import Testing

@Suite("Finding a checkpoint")
struct CheckpointLocationTests {
    @Test(
        "a folder, a prefix and each of the files mean the same checkpoint",
        arguments: [
            "", "/", "/checkpoint", "/model.ckpt-30", "/model.ckpt-30.index", "/model.ckpt-30.meta",
            "/model.ckpt-30.data-00000-of-00001", "/../saver/model.ckpt-30",
        ])
    func forms(suffix: String) throws {
        let folder = Fixtures.url("checkpoints/saver").path
        let location = try CheckpointLocation.resolve(URL(fileURLWithPath: folder + suffix))
        #expect(location.prefix.path == folder + "/model.ckpt-30")
        #expect(location.indexURL.path == folder + "/model.ckpt-30.index")
        #expect(
            location.dataURL(shard: 0, of: 1).path == folder + "/model.ckpt-30.data-00000-of-00001")
        #expect(
            location.graph
                == .metaGraph(URL(fileURLWithPath: folder + "/model.ckpt-30.meta")))
    }

    @Test("an older checkpoint is found by its prefix")
    func older() throws {
        let folder = Fixtures.url("checkpoints/saver").path
        let location = try CheckpointLocation.resolve(
            URL(fileURLWithPath: folder + "/model.ckpt-20"))
        #expect(location.prefix.path == folder + "/model.ckpt-20")
    }

    @Test("an absolute path in the state file is followed")
    func absolute() throws {
        let folder = try TemporaryFolder()
        let prefix = Fixtures.url("checkpoints/saver/model.ckpt-20").path
        try folder.write("model_checkpoint_path: \"\(prefix)\"", to: "checkpoint")
        #expect(try CheckpointLocation.resolve(folder.url).prefix.path == prefix)
    }

    @Test(
        "a folder that was moved still works",
        arguments: ["/gone/run 7/model.ckpt-30", "run/model.ckpt-30", "./model.ckpt-30"])
    func moved(written: String) throws {
        let folder = try TemporaryFolder(copying: "saver")
        try folder.write("model_checkpoint_path: \"\(written)\"", to: "checkpoint")
        let location = try CheckpointLocation.resolve(folder.url)
        #expect(location.prefix.standardizedFileURL.path == folder.path("model.ckpt-30"))
    }

    @Test("without a state file the newest index counts")
    func newest() throws {
        let folder = try TemporaryFolder(copying: "saver")
        try folder.remove("checkpoint")
        try setDate(1_700_000_000, of: "model.ckpt-30.index", in: folder)
        try setDate(1_700_000_100, of: "model.ckpt-20.index", in: folder)
        #expect(
            try CheckpointLocation.resolve(folder.url).prefix.path == folder.path("model.ckpt-20"))
        try setDate(1_700_000_100, of: "model.ckpt-30.index", in: folder)
        #expect(
            try CheckpointLocation.resolve(folder.url).prefix.path == folder.path("model.ckpt-30"))
    }

    @Test("a prefix may have the name of a folder")
    func folderOfSameName() throws {
        let folder = try TemporaryFolder(copying: "shards")
        let prefix = folder.url.appendingPathComponent("model")
        try FileManager.default.createDirectory(at: prefix, withIntermediateDirectories: false)
        #expect(try CheckpointLocation.resolve(prefix).prefix.path == prefix.path)
    }

    @Test("a SavedModel is found by its folder and its file", arguments: ["", "/saved_model.pb"])
    func savedModel(suffix: String) throws {
        let folder = Fixtures.url("checkpoints/saved_model").path
        let location = try CheckpointLocation.resolve(URL(fileURLWithPath: folder + suffix))
        #expect(location.prefix.path == folder + "/variables/variables")
        #expect(
            location.graph == .savedModel(URL(fileURLWithPath: folder + "/saved_model.pb")))
    }

    @Test("a checkpoint in the first format is recognized")
    func versionOne() throws {
        let file = Fixtures.url("checkpoints/version_one/model.ckpt")
        let expected = CheckpointError.versionOne(file: file.path)
        #expect(throws: expected) { try CheckpointLocation.resolve(file) }

        let folder = try TemporaryFolder(copying: "version_one")
        try folder.write("model_checkpoint_path: \"model.ckpt\"", to: "checkpoint")
        #expect(throws: CheckpointError.versionOne(file: folder.path("model.ckpt"))) {
            try CheckpointLocation.resolve(folder.url)
        }
        try folder.write(try folder.bytes(of: "model.ckpt"), to: "sharded-00000-of-00001")
        #expect(throws: CheckpointError.versionOne(file: folder.path("sharded-00000-of-00001"))) {
            try CheckpointLocation.resolve(folder.url.appendingPathComponent("sharded"))
        }
    }

    @Test("where there is nothing, the error lists what was looked for")
    func nothing() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.path
        #expect(
            throws: CheckpointError.notFound(
                path: path,
                lookedFor: [
                    path + "/checkpoint", path + "/saved_model.pb", path + "/*.index",
                    path + ".index",
                ])
        ) { try CheckpointLocation.resolve(folder.url) }
        #expect(
            throws: CheckpointError.notFound(path: path + "/x", lookedFor: [path + "/x.index"])
        ) { try CheckpointLocation.resolve(folder.url.appendingPathComponent("x")) }

        try folder.write("model_checkpoint_path: \"/gone/model\"", to: "checkpoint")
        #expect(
            throws: CheckpointError.notFound(
                path: path,
                lookedFor: [path + "/checkpoint", "/gone/model.index", path + "/model.index"])
        ) { try CheckpointLocation.resolve(folder.url) }
    }

    @Test(
        "a state file that is none is refused",
        arguments: ["", "all_model_checkpoint_paths: \"a\"", "{\"json\": 1}", "\u{1}\u{2}"])
    func badState(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "checkpoint")
        let error = #expect(throws: CheckpointError.self) {
            try CheckpointLocation.resolve(folder.url)
        }
        guard case .malformedState(let file, _) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(file == folder.path("checkpoint"))
    }

    @Test("the state file lists all checkpoints kept")
    func state() throws {
        let state = try CheckpointStateFile(
            path: Fixtures.url("checkpoints/saver/checkpoint").path)
        #expect(state.latest == "model.ckpt-30")
        #expect(state.all == ["model.ckpt-20", "model.ckpt-30"])
    }

    private func setDate(_ seconds: Double, of name: String, in folder: TemporaryFolder) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: seconds)],
            ofItemAtPath: folder.path(name))
    }
}
