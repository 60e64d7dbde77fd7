import Fixtures
import Foundation
import Tensors
import Testing
import Wire

@testable import Checkpoints

@Suite("Writing checkpoints")
struct CheckpointWriterTests {
    @Test(
        "a copy of all variables is byte for byte what TensorFlow wrote",
        arguments: [
            ("partitions", "saver"), ("saver", "model.ckpt-20"), ("saver", "model.ckpt-30"),
            ("saved_model", "variables/variables"),
        ])
    func sameBytes(folder: String, prefix: String) throws {
        let original = try Checkpoint(at: Self.location(folder, prefix))
        let written = try TemporaryFolder()
        let copy = try Self.copy(original, to: written, "copy")
        for (old, new) in zip(try original.location.filePaths(), try copy.filePaths()) {
            #expect(try Self.data(old) == Self.data(new), "\(new)")
        }
        #expect(try copy.filePaths().count == original.location.filePaths().count)
    }

    @Test("a copy of a golden network is byte for byte what TensorFlow wrote, its graph included")
    func networks() throws {
        for golden in try Fixtures.cases(.batchNorm) {
            let original = try Checkpoint(at: CheckpointLocation.resolve(golden.directory))
            let written = try TemporaryFolder()
            let copy = try Self.copy(original, to: written, "copy")
            let pairs = zip(try original.location.filePaths(), try copy.filePaths())
            #expect(try copy.filePaths().count == 3)
            #expect(try pairs.allSatisfy { try Self.data($0) == Self.data($1) }, "\(golden.name)")
        }
    }

    @Test(
        "a copy has the type, shape and bytes of every variable, however they were laid out",
        arguments: ["types", "shards", "tiles", "snappy", "padded"])
    func sameValues(folder: String) throws {
        let original = try Checkpoint(at: Self.location(folder, "model"))
        let written = try TemporaryFolder()
        let copy = try Checkpoint(at: Self.copy(original, to: written, "copy"))
        try copy.verify()
        #expect(copy.variableNames == original.variableNames)
        for (old, new) in zip(original.variables, copy.variables) {
            #expect(new.dataType == old.dataType)
            #expect(new.shape == old.shape)
            #expect(new.parts.map(\.region) == old.parts.map(\.region))
            #expect(try Self.stored(new, in: copy) == Self.stored(old, in: original), "\(new.name)")
        }
        for (name, expected) in try ExpectedTensor.all(of: folder) {
            guard copy.variable(named: name)?.elementType != nil else { continue }
            let value = try copy.tensor(named: name)
            #expect(value.withUnsafeBytes { Data($0) } == expected.bytes, "\(name)")
        }
    }

    @Test("tensors of every type are written as TensorFlow writes them")
    func tensors() throws {
        let original = try Checkpoint(at: Self.location("types", "model"))
        let names = original.variables.filter { $0.elementType != nil }.map(\.name)
        #expect(Set(names.compactMap { original.variable(named: $0)?.elementType }).count == 13)
        let folder = try TemporaryFolder()
        var added = try CheckpointWriter(prefix: folder.url.appendingPathComponent("added"))
        for name in names { try added.add(original.tensor(named: name), named: name) }
        _ = try added.commit(graph: nil)
        var copied = try CheckpointWriter(prefix: folder.url.appendingPathComponent("copied"))
        for name in names { try copied.copy(name, from: original) }
        _ = try copied.commit(graph: nil)
        for suffix in [".index", ".data-00000-of-00001"] {
            #expect(try folder.bytes(of: "added" + suffix) == folder.bytes(of: "copied" + suffix))
        }
    }

    @Test("a tensor larger than what is written at a time comes back")
    func large() throws {
        let count = 3 * Checkpoint.chunkByteCount / 4 + 5
        let tensor = Tensor((0..<count).map { Float($0) })
        let folder = try TemporaryFolder()
        var writer = try CheckpointWriter(prefix: folder.url.appendingPathComponent("model"))
        try writer.add(Tensor(scalar: Int64(7)), named: "global_step")
        try writer.add(tensor, named: "kernel")
        let first = try Checkpoint(at: writer.commit(graph: nil))
        var again = try CheckpointWriter(prefix: folder.url.appendingPathComponent("again"))
        try again.copy("global_step", from: first, as: "a step")
        try again.copy("kernel", from: first)
        let second = try Checkpoint(at: again.commit(graph: nil))
        for checkpoint in [first, second] {
            try checkpoint.verify()
            #expect(
                try checkpoint.tensor(named: "kernel").elements(as: Float.self)
                    == tensor.elements(as: Float.self))
        }
        #expect(second.variableNames == ["a step", "kernel"])
        #expect(try second.location.byteCount() > count * 4)
    }

    @Test("thousands of variables come back")
    func many() throws {
        let folder = try TemporaryFolder()
        var writer = try CheckpointWriter(prefix: folder.url.appendingPathComponent("model"))
        let names = (1000..<9000).map { "a_rather_long_scope/block_\($0)/layer/moving_variance" }
        for (number, name) in names.enumerated() {
            try writer.add(Tensor([Float(number)]), named: name)
        }
        let checkpoint = try Checkpoint(at: writer.commit(graph: nil))
        try checkpoint.verify()
        #expect(checkpoint.variableNames == names)
        #expect(try checkpoint.tensor(named: names[4567]).elements(as: Float.self) == [4567])
    }

    @Test("a checkpoint without variables is one")
    func empty() throws {
        let folder = try TemporaryFolder()
        let writer = try CheckpointWriter(prefix: folder.url.appendingPathComponent("model"))
        let checkpoint = try Checkpoint(at: writer.commit(graph: nil))
        try checkpoint.verify()
        #expect(checkpoint.variables.isEmpty)
    }

    @Test("the graph comes from a file, bytes, a message or a SavedModel")
    func graphs() throws {
        let source = Self.location("saver", "model.ckpt-30")
        let bytes = try Self.data(source.metaGraphURL.path)
        let message = try source.readMetaGraph()
        let graphs: [CheckpointWriter.MetaGraph] = [
            .file(source.metaGraphURL), .bytes(Array(bytes)), .message(message),
        ]
        let folder = try TemporaryFolder()
        for (number, graph) in graphs.enumerated() {
            let prefix = folder.url.appendingPathComponent("model-\(number)")
            let location = try CheckpointWriter(prefix: prefix).commit(graph: graph)
            #expect(try location.readMetaGraph() == message)
        }
        let saved = try CheckpointLocation.resolve(Fixtures.url("checkpoints/saved_model"))
        let graph = try #require(try CheckpointWriter.MetaGraph(of: saved))
        let prefix = folder.url.appendingPathComponent("from SavedModel")
        let location = try CheckpointWriter(prefix: prefix).commit(graph: graph)
        #expect(try location.readMetaGraph() == saved.readMetaGraph())
        let none = try CheckpointWriter.MetaGraph(of: Self.location("shards", "model"))
        #expect(none.map { _ in true } == nil)
    }

    static func location(_ folder: String, _ prefix: String) -> CheckpointLocation {
        CheckpointLocation(prefix: Fixtures.url("checkpoints/\(folder)/\(prefix)"))
    }

    private static func copy(
        _ original: Checkpoint, to folder: TemporaryFolder, _ name: String
    ) throws -> CheckpointLocation {
        var writer = try CheckpointWriter(prefix: folder.url.appendingPathComponent(name))
        for name in original.variableNames { try writer.copy(name, from: original) }
        return try writer.commit(graph: CheckpointWriter.MetaGraph(of: original.location))
    }

    private static func stored(
        _ variable: CheckpointVariable, in checkpoint: Checkpoint
    ) throws(CheckpointError) -> [[UInt8]] {
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
        defer { scratch.deallocate() }
        var stored: [[UInt8]] = []
        for part in variable.parts {
            var bytes: [UInt8] = []
            try checkpoint.stream(part, of: variable, scratch: scratch) { bytes += $0 }
            stored.append(bytes)
        }
        return stored
    }

    private static func data(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }
}
