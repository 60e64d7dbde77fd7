import Fixtures
import Foundation
import Testing

@testable import Checkpoints

@Suite("Damaged checkpoints")
struct CheckpointDamageTests {
    @Test(
        "a flipped bit anywhere in an index is refused with the file named",
        arguments: ["types", "shards", "partitions", "snappy"])
    func indexFlips(case name: String) throws {
        let (folder, prefix) = try copy(name)
        let file = prefix + ".index"
        let original = try folder.bytes(of: file)
        var generator = SeededGenerator(seed: 3)
        for offset in original.indices {
            var bytes = original
            bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try folder.write(bytes, to: file)
            let error = #expect(throws: CheckpointError.self, "byte \(offset)") {
                try load(folder, prefix)
            }
            #expect(error?.description.contains(folder.path(file)) == true)
        }
    }

    @Test(
        "a flipped bit anywhere in a data file is refused with file and variable named",
        arguments: ["types", "shards", "partitions", "saver", "padded"])
    func dataFlips(case name: String) throws {
        let (folder, prefix) = try copy(name)
        let checkpoint = try open(folder, prefix)
        let owners = owners(in: checkpoint)
        var generator = SeededGenerator(seed: 4)
        for (shard, file) in checkpoint.shards {
            let fileName = URL(fileURLWithPath: file.path).lastPathComponent
            let original = try folder.bytes(of: fileName)
            for offset in original.indices {
                var bytes = original
                bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                try folder.write(bytes, to: fileName)
                let error = #expect(throws: CheckpointError.self, "byte \(offset)") {
                    try load(folder, prefix)
                }
                let owner = try #require(
                    owners.last { $0.shard == shard && $0.start <= offset })
                #expect(error?.description.contains(file.path) == true)
                #expect(
                    error?.description.contains("variable '\(owner.name)'") == true,
                    "byte \(offset)")
            }
            try folder.write(original, to: fileName)
        }
    }

    @Test("reading the one variable whose bytes changed fails, reading the others does not")
    func reading() throws {
        let (folder, prefix) = try copy("shards")
        let file = "model.data-00000-of-00003"
        var bytes = try folder.bytes(of: file)
        bytes[0] ^= 1
        try folder.write(bytes, to: file)
        let checkpoint = try open(folder, prefix)
        #expect(throws: CheckpointError.self) { try checkpoint.tensor(named: "a/kernel") }
        #expect(throws: Never.self) { try checkpoint.tensor(named: "c/bias") }
    }

    @Test("a data file cut short is refused when opened, with the variable named")
    func truncated() throws {
        let (folder, prefix) = try copy("shards")
        let file = "model.data-00001-of-00003"
        try folder.write(Array(try folder.bytes(of: file).dropLast()), to: file)
        #expect(
            throws: CheckpointError.truncatedData(
                variable: "b/kernel", file: folder.path(file), neededByteCount: 32, byteCount: 31)
        ) { try open(folder, prefix) }
    }

    @Test("bytes after the last variable are refused unless they are zero")
    func appended() throws {
        let (folder, prefix) = try copy("shards")
        let file = "model.data-00001-of-00003"
        let original = try folder.bytes(of: file)
        try folder.write(original + [0, 0], to: file)
        #expect(throws: Never.self) { try load(folder, prefix) }
        try folder.write(original + [0, 1], to: file)
        #expect(
            throws: CheckpointError.strayData(
                variable: "b/kernel", file: folder.path(file), offset: 33)
        ) { try load(folder, prefix) }
    }

    @Test("a missing data file is named, with a variable it holds")
    func missingShard() throws {
        let (folder, prefix) = try copy("shards")
        try folder.remove("model.data-00001-of-00003")
        let error = #expect(throws: CheckpointError.self) { try open(folder, prefix) }
        #expect(
            error
                == .missingShard(
                    variable: "b/kernel", file: folder.path("model.data-00001-of-00003"),
                    reason: "No such file or directory"))
    }

    @Test("an index cut short anywhere is refused")
    func truncatedIndex() throws {
        let (folder, prefix) = try copy("shards")
        let original = try folder.bytes(of: "model.index")
        for count in original.indices {
            try folder.write(Array(original.prefix(count)), to: "model.index")
            #expect(throws: CheckpointError.self) { try open(folder, prefix) }
        }
    }

    @Test("random changes of several bytes never crash")
    func mutations() throws {
        let (folder, prefix) = try copy("types")
        var generator = SeededGenerator(seed: 5)
        let original = try folder.bytes(of: "model.index")
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 2...20, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    UInt8.random(in: 0...255, using: &generator)
            }
            try folder.write(bytes, to: "model.index")
            if bytes != original {
                #expect(throws: CheckpointError.self) { try load(folder, prefix) }
            }
        }
    }

    private func copy(_ name: String) throws -> (TemporaryFolder, prefix: String) {
        let prefixes = ["partitions": "saver", "saver": "model.ckpt-30"]
        return (try TemporaryFolder(copying: name), prefixes[name] ?? "model")
    }

    private func open(_ folder: TemporaryFolder, _ prefix: String) throws -> Checkpoint {
        try Checkpoint(at: CheckpointLocation(prefix: folder.url.appendingPathComponent(prefix)))
    }

    private func load(_ folder: TemporaryFolder, _ prefix: String) throws {
        try open(folder, prefix).verify()
    }

    private struct Owner {
        let name: String
        let shard: Int
        let start: Int
    }

    /// Where each variable's bytes start, ascending; padding belongs to the variable before.
    private func owners(in checkpoint: Checkpoint) -> [Owner] {
        checkpoint.variables
            .flatMap { variable in
                variable.parts.filter { $0.byteCount > 0 }.map {
                    Owner(name: variable.name, shard: $0.shard, start: $0.offset)
                }
            }
            .sorted { $0.start < $1.start }
    }
}
