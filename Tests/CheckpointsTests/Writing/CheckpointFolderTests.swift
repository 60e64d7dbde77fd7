import Foundation
import Tensors
import Testing

@testable import Checkpoints

@Suite("Folders that keep the newest checkpoints")
struct CheckpointFolderTests {
    @Test("the newest are kept, as many as asked for", arguments: [(0, 8), (1, 1), (2, 2), (5, 5)])
    func keeping(maxToKeep: Int, kept: Int) throws {
        let saved = try SavedFolder()
        for number in 1...8 {
            let change = try SavedFolder.save(number, in: saved.folder(maxToKeep: maxToKeep))
            #expect(change.added.prefix.lastPathComponent == "model-\(number)")
            let gone = number - kept
            #expect(change.deleted == (gone > 0 ? ["model-\(gone)"] : []))
            let expected = Array(max(1, gone + 1)...number)
            #expect(try saved.numbers() == expected)
            #expect(try saved.latest() == number)
            #expect(try saved.files().count == 3 * expected.count + 1)
        }
        #expect(CheckpointFolder(at: saved.temporary.url).maxToKeep == 5)
    }

    @Test("a smaller number deletes several at once")
    func smaller() throws {
        let saved = try SavedFolder(savedUpTo: 5, maxToKeep: 5)
        let change = try SavedFolder.save(6, in: saved.folder(maxToKeep: 2))
        #expect(change.deleted == ["model-1", "model-2", "model-3", "model-4"])
        #expect(try saved.numbers() == [5, 6])
        #expect(try saved.files().count == 2 * 3 + 1)
    }

    @Test("the state file has TensorFlow's form, with names relative to the folder")
    func stateText() throws {
        let saved = try SavedFolder(savedUpTo: 2, maxToKeep: 5)
        #expect(
            String(decoding: try saved.temporary.bytes(of: "checkpoint"), as: UTF8.self) == """
                model_checkpoint_path: "model-2"
                all_model_checkpoint_paths: "model-1"
                all_model_checkpoint_paths: "model-2"

                """)
    }

    @Test("names of every kind come back from the state file")
    func oddNames() throws {
        let saved = try SavedFolder()
        for name in ["größe \"1\"", "back\\slash\n'", "日本-3"] {
            let folder = saved.folder(maxToKeep: 1)
            let added = try folder.add(folder.writer(named: name), graph: nil).added
            #expect(try CheckpointLocation.resolve(saved.temporary.url).prefix == added.prefix)
            #expect(try saved.files().count == 3)
        }
    }

    @Test("checkpoints that the state file does not name are never deleted")
    func foreign() throws {
        let saved = try SavedFolder(savedUpTo: 3, maxToKeep: 5)
        try saved.temporary.write("model_checkpoint_path: \"model-2\"\n", to: "checkpoint")
        try saved.temporary.write([1], to: "model-2.data-00000-of-00001.bak")
        try saved.temporary.write([1], to: "model-21.meta")
        let change = try SavedFolder.save(4, in: saved.folder(maxToKeep: 1))
        #expect(change.deleted == ["model-2"])
        #expect(saved.number(of: "model-1") == 1)
        #expect(saved.number(of: "model-3") == 3)
        #expect(try saved.numbers() == [4])
        #expect(
            try saved.files().filter { $0.hasPrefix("model-2") } == [
                "model-2.data-00000-of-00001.bak", "model-21.meta",
            ])
    }

    @Test("all data files of a checkpoint that TensorFlow wrote are deleted with it")
    func shards() throws {
        let temporary = try TemporaryFolder(copying: "shards")
        try temporary.write("model_checkpoint_path: \"model\"\n", to: "checkpoint")
        try SavedFolder.save(1, in: CheckpointFolder(at: temporary.url, maxToKeep: 1))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: temporary.url.path).sorted() == [
                "checkpoint", "expected.json", "model-1.data-00000-of-00001", "model-1.index",
                "model-1.meta",
            ])
    }

    @Test("a state file with whole paths is understood wherever the folder lies now")
    func absolute() throws {
        let saved = try SavedFolder(savedUpTo: 2, maxToKeep: 5)
        let other = try SavedFolder(savedUpTo: 1, maxToKeep: 5)
        let paths = [
            other.temporary.path("model-1"), saved.temporary.path("model-1"), "./model-1",
            "/moved/from/model-2", "/nowhere/model-9",
        ]
        let lines = paths.map { "all_model_checkpoint_paths: \"\($0)\"\n" }.joined()
        try saved.temporary.write(
            "model_checkpoint_path: \"/moved/from/model-2\"\n" + lines, to: "checkpoint")
        try SavedFolder.save(3, in: saved.folder(maxToKeep: 4))
        let path = saved.temporary.path("checkpoint")
        #expect(
            try CheckpointStateFile(path: path).all == [paths[0], "model-1", "model-2", "model-3"])

        // The one that lies elsewhere is no longer named, but stays.
        let change = try SavedFolder.save(4, in: saved.folder(maxToKeep: 2))
        #expect(change.deleted == ["model-1", "model-2"])
        #expect(try saved.numbers() == [3, 4])
        #expect(other.number(of: "model-1") == 1)
    }

    @Test("checkpoints that someone deleted do not count")
    func missing() throws {
        let saved = try SavedFolder(savedUpTo: 3, maxToKeep: 5)
        try saved.temporary.remove("model-2.index")
        let change = try SavedFolder.save(4, in: saved.folder(maxToKeep: 3))
        #expect(change.deleted.isEmpty)
        #expect(try saved.numbers() == [1, 3, 4])
    }

    @Test("a name that is taken gets a number")
    func unusedNames() throws {
        let saved = try SavedFolder(savedUpTo: 1, maxToKeep: 5)
        let folder = saved.folder(maxToKeep: 5)
        #expect(folder.unusedName(for: "model-2") == "model-2")
        #expect(folder.unusedName(for: "model-1") == "model-1.2")
        _ = try folder.add(folder.writer(named: "model-1.2"), graph: nil)
        #expect(folder.unusedName(for: "model-1") == "model-1.3")
    }

    @Test("a folder that is missing is made, with those above it")
    func newFolder() throws {
        let temporary = try TemporaryFolder()
        let url = temporary.url.appendingPathComponent("a/b/")
        try SavedFolder.save(1, in: CheckpointFolder(at: url))
        #expect(try CheckpointLocation.resolve(url).prefix.lastPathComponent == "model-1")
    }

    @Test("a state file that can't be understood is left alone, and nothing is written")
    func malformed() throws {
        let saved = try SavedFolder()
        try saved.temporary.write("model_checkpoint_path {", to: "checkpoint")
        let error = #expect(throws: CheckpointError.self) {
            try SavedFolder.save(1, in: saved.folder(maxToKeep: 5))
        }
        guard case .malformedState = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(try saved.files() == ["checkpoint"])
    }

    @Test("what is no name of a file is refused", arguments: ["", "a/b", "/a", "a\0"])
    func names(name: String) throws {
        let saved = try SavedFolder()
        #expect(throws: CheckpointError.self) {
            _ = try saved.folder(maxToKeep: 5).writer(named: name)
        }
        #expect(try saved.files().isEmpty)
    }
}
