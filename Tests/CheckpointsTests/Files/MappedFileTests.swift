import Foundation
import Tensors
import Testing

@testable import Checkpoints

@Suite("Mapped data files", .serialized)
struct MappedFileTests {
    private func verified(_ folder: TemporaryFolder, _ prefix: String = "model") throws
        -> Checkpoint
    {
        try Checkpoint(at: CheckpointLocation(prefix: folder.url.appendingPathComponent(prefix)))
            .verified()
    }

    @Test(
        "every value is the same whether it is read or mapped",
        arguments: [("types", "model"), ("shards", "model"), ("partitions", "saver")])
    func values(name: String, prefix: String) throws {
        let folder = try TemporaryFolder(copying: name)
        let mapped = try verified(folder, prefix)
        let read = try Checkpoint(at: mapped.location)
        #expect(!mapped.mappings.isEmpty)
        for variable in read.variables where variable.elementType != nil {
            let (left, right) = (
                try mapped.tensor(named: variable.name), try read.tensor(named: variable.name)
            )
            #expect(left.shape == right.shape)
            #expect(left.withUnsafeBytes(Array.init) == right.withUnsafeBytes(Array.init))
        }
        try mapped.confirmUnchanged()
    }

    @Test("a value outlives the checkpoint and the file's name")
    func lifetime() throws {
        let folder = try TemporaryFolder(copying: "shards")
        var checkpoint: Checkpoint? = try verified(folder)
        let tensor = try #require(try checkpoint?.tensor(named: "b/kernel"))
        let before = tensor.withUnsafeBytes(Array.init)
        checkpoint = nil
        try folder.remove("model.data-00001-of-00003")
        #expect(tensor.withUnsafeBytes(Array.init) == before)
    }

    @Test("pages that were let go come back as they were, and so do their neighbours")
    func released() throws {
        let folder = try TemporaryFolder(copying: "shards")
        let checkpoint = try verified(folder)
        let file = try #require(checkpoint.mappings[0])
        let before = Array(file.bytes)
        file.releasePages(within: file.bytes)
        #expect(Array(file.bytes) == before)
        for variable in checkpoint.variables where variable.elementType != nil {
            let tensor = try checkpoint.tensor(named: variable.name)
            let bytes = tensor.withUnsafeBytes(Array.init)
            tensor.releasePages()
            #expect(tensor.withUnsafeBytes(Array.init) == bytes)
        }
    }

    @Test("a file cut short after the check reads as zeros, kills nobody and is found out")
    func truncation() throws {
        let folder = try TemporaryFolder(copying: "shards")
        let checkpoint = try verified(folder)
        let tensor = try checkpoint.tensor(named: "b/kernel")
        try checkpoint.confirmUnchanged()
        let path = folder.path("model.data-00001-of-00003")
        #expect(truncate(path, 0) == 0)
        #expect(tensor.withUnsafeBytes { $0.allSatisfy { $0 == 0 } })
        #expect(
            throws: CheckpointError.unreadable(
                file: path, reason: "it was changed while being read")
        ) { try checkpoint.confirmUnchanged() }
    }

    @Test("a file written to after the check is found out")
    func change() throws {
        let folder = try TemporaryFolder(copying: "shards")
        let checkpoint = try verified(folder)
        let file = try #require(
            FileHandle(forUpdatingAtPath: folder.path("model.data-00001-of-00003")))
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        // As though the write came a while later: the clock of file times may stand still meanwhile.
        #expect(futimens(file.fileDescriptor, &times) == 0)
        #expect(throws: CheckpointError.self) { try checkpoint.confirmUnchanged() }
    }
}
