import Checkpoints
import Fixtures
import Foundation
import Tensors
import Testing

@Suite("Reading variables")
struct CheckpointReadingTests {
    /// Folders of checkpoints that TensorFlow wrote, with the prefix in them.
    static let cases = [
        ("types", "model"), ("shards", "model"), ("partitions", "saver"), ("tiles", "model"),
        ("saver", "model.ckpt-30"), ("saved_model", "variables/variables"), ("snappy", "model"),
        ("padded", "model"),
    ]

    @Test("every variable is what TensorFlow reads", arguments: cases)
    func values(folder: String, prefix: String) throws {
        let checkpoint = try Self.open(folder, prefix)
        try checkpoint.verify()
        let expected = try ExpectedTensor.all(of: folder)
        #expect(Set(checkpoint.variableNames).isSuperset(of: expected.keys))
        for (name, tensor) in expected {
            let variable = try #require(checkpoint.variable(named: name))
            #expect(variable.shape.dimensions == tensor.shape)
            #expect(variable.dataType.name == tensor.type)
            if let strings = tensor.strings {
                #expect(try checkpoint.strings(named: name).map { Data($0) } == strings)
            } else if variable.elementType != nil {
                let value = try checkpoint.tensor(named: name)
                #expect(value.shape.dimensions == tensor.shape)
                #expect(value.elementType.rawValue == tensor.type)
                #expect(value.withUnsafeBytes { Data($0) } == tensor.bytes, "\(name)")
            } else {
                #expect(throws: CheckpointError.self) { try checkpoint.tensor(named: name) }
            }
        }
    }

    @Test("names ascend")
    func names() throws {
        let names = try Self.open("shards", "model").variableNames
        #expect(names == ["a/kernel", "b/kernel", "c/bias", "d/gamma"])
    }

    @Test("a partitioned variable says so")
    func partitioned() throws {
        let checkpoint = try Self.open("partitions", "saver")
        #expect(checkpoint.variable(named: "rows")?.isPartitioned == true)
        #expect(checkpoint.variable(named: "rows")?.byteCount == 7 * 5 * 4)
        #expect(checkpoint.variable(named: "whole")?.isPartitioned == false)
    }

    @Test("a name that is not there gets an error with names like it")
    func unknown() throws {
        let checkpoint = try Self.open("saver", "model.ckpt-30")
        #expect(checkpoint.variable(named: "other/gamma") == nil)
        let error = #expect(throws: CheckpointError.self) {
            try checkpoint.tensor(named: "other/gamma")
        }
        #expect(
            error
                == .unknownVariable(
                    name: "other/gamma", file: checkpoint.location.indexURL.path,
                    similar: ["norm/gamma"]))
    }

    @Test("two spellings of one Unicode text are two names")
    func unicode() throws {
        let folder = try TemporaryFolder()
        var writer = try CheckpointWriter(prefix: folder.url.appendingPathComponent("model"))
        for (number, name) in ["e\u{301}", "\u{e9}"].enumerated() {
            try writer.add(Tensor([Int32(number)]), named: name)
        }
        let checkpoint = try Checkpoint(at: writer.commit(graph: nil))
        #expect(try checkpoint.tensor(named: "e\u{301}").elements(as: Int32.self) == [0])
        #expect(try checkpoint.tensor(named: "\u{e9}").elements(as: Int32.self) == [1])
        #expect(checkpoint.variable(named: "e")?.name == nil)
        #expect(checkpoint.variable(named: "\u{ffff}")?.name == nil)
    }

    @Test("values that are no plain numbers are refused by type, though they are listed")
    func unsupported() throws {
        let checkpoint = try Self.open("types", "model")
        for type in ["string", "complex64", "complex128", "qint8", "variant"] {
            let error = #expect(throws: CheckpointError.self) {
                try checkpoint.tensor(named: "type/" + type)
            }
            #expect(
                error
                    == .unsupportedType(
                        variable: "type/" + type, file: checkpoint.location.indexURL.path,
                        type: type))
        }
        #expect(throws: CheckpointError.self) { try checkpoint.strings(named: "type/int8") }
    }

    @Test("an open checkpoint outlives its files")
    func deleted() throws {
        let folder = try TemporaryFolder(copying: "shards")
        let checkpoint = try Checkpoint(
            at: CheckpointLocation(prefix: folder.url.appendingPathComponent("model")))
        for shard in 0..<3 { try folder.remove("model.data-0000\(shard)-of-00003") }
        #expect(try checkpoint.tensor(named: "d/gamma").elements(as: Float.self) == [0.5, 0.25])
    }

    private static func open(_ folder: String, _ prefix: String) throws -> Checkpoint {
        let url = Fixtures.url("checkpoints/\(folder)/\(prefix)")
        return try Checkpoint(at: CheckpointLocation(prefix: url))
    }
}
