import Foundation
import Tensors
import Testing

@testable import Checkpoints

@Suite("What the checkpoint writer refuses")
struct CheckpointWriterRefusalTests {
    private let folder: TemporaryFolder
    private var prefix: URL { folder.url.appendingPathComponent("model") }
    private var index: String { folder.path("model.index") }

    init() throws { folder = try TemporaryFolder() }

    @Test("names must ascend by their bytes, and each comes once; the error stays")
    func order() throws {
        // By Unicode's rules the first two are one name, by their bytes they ascend.
        let ascending = ["e\u{301}", "\u{e9}", "\u{e9}/a", "\u{ffff}", "\u{10000}"]
        for (earlier, later) in zip(ascending, ascending.dropFirst()) {
            for (first, second) in [(later, earlier), (later, later)] {
                var writer = try CheckpointWriter(prefix: prefix)
                try writer.add(Tensor(scalar: Float(1)), named: first)
                let expected = CheckpointError.variableOutOfOrder(
                    name: second, after: first, file: index)
                expect(expected, &writer) { writer throws(CheckpointError) in
                    try writer.add(Tensor(scalar: Float(1)), named: second)
                }
                expect(expected, &writer) { writer throws(CheckpointError) in
                    try writer.add(Tensor(scalar: Float(1)), named: "\u{10ffff}")
                }
                #expect(commitError(writer) == expected)
            }
        }
        var writer = try CheckpointWriter(prefix: prefix)
        for name in ascending { try writer.add(Tensor(scalar: Float(1)), named: name) }
        #expect(try Checkpoint(at: writer.commit(graph: nil)).variables.count == ascending.count)
    }

    @Test("a name that an index can't hold is refused", arguments: ["", "\0", "\0a"])
    func names(name: String) throws {
        var writer = try CheckpointWriter(prefix: prefix)
        let error = #expect(throws: CheckpointError.self) {
            try writer.add(Tensor(scalar: Float(1)), named: name)
        }
        guard case .invalidVariableName(name, index, _) = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    @Test("a checkpoint that is there is not overwritten, not even one that came meanwhile")
    func existing() throws {
        let early = try CheckpointWriter(prefix: prefix)
        try folder.write([1, 2], to: "model.index")
        #expect(commitError(early) == .alreadyExists(file: index))
        #expect(throws: CheckpointError.alreadyExists(file: index)) {
            _ = try CheckpointWriter(prefix: prefix)
        }
        #expect(try folder.bytes(of: "model.index") == [1, 2])
        #expect(try names() == ["model.index"])
    }

    @Test("a folder has one writer at a time")
    func lock() throws {
        let first = try CheckpointWriter(prefix: prefix)
        #expect(throws: CheckpointError.folderInUse(folder: folder.url.path)) {
            _ = try CheckpointWriter(prefix: folder.url.appendingPathComponent("other"))
        }
        _ = try first.commit(graph: nil)
        _ = try CheckpointWriter(prefix: folder.url.appendingPathComponent("other"))
    }

    @Test("a writer that goes away uncommitted leaves nothing")
    func abandoned() throws {
        var writer = try CheckpointWriter(prefix: prefix)
        try writer.add(Tensor(scalar: Float(1)), named: "a")
        #expect(try names() == ["model.data-00000-of-00001.steady-partial"])
        _ = consume writer
        #expect(try names().isEmpty)
    }

    @Test("what a crash left goes when the next checkpoint is written, and nothing else does")
    func leftovers() throws {
        for name in [
            "old.data-00000-of-00001.steady-partial", "checkpoint.steady-partial",
            "foreign.data-00000-of-00001", "model.data-00000-of-00001", "a.partial",
        ] {
            try folder.write([1], to: name)
        }
        var writer = try CheckpointWriter(prefix: prefix)
        try writer.add(Tensor(scalar: Float(1)), named: "a")
        try Checkpoint(at: writer.commit(graph: nil)).verify()
        #expect(
            try names() == [
                "a.partial", "foreign.data-00000-of-00001", "model.data-00000-of-00001",
                "model.index",
            ])
    }

    @Test("a variable whose bytes have changed is not copied")
    func damagedSource() throws {
        let source = try TemporaryFolder(copying: "types")
        var bytes = try source.bytes(of: "model.data-00000-of-00001")
        for name in ["type/float32", "type/string", "type/variant"] {
            let location = CheckpointLocation(prefix: source.url.appendingPathComponent("model"))
            let checkpoint = try Checkpoint(at: location)
            let part = try #require(checkpoint.variable(named: name)?.parts.first)
            bytes[part.end - 1] ^= 1
            try source.write(bytes, to: "model.data-00000-of-00001")
            var writer = try CheckpointWriter(prefix: prefix)
            let error = #expect(throws: CheckpointError.self) {
                try writer.copy(name, from: Checkpoint(at: location))
            }
            guard case .damagedData(name, _, part.offset, _) = error else {
                Issue.record("\(error as Any)")
                return
            }
            let expected = try #require(error)
            #expect(commitError(writer) == expected)
            #expect(try names().isEmpty)
        }
    }

    @Test("a variable or a graph that is not there is named, and nothing is left")
    func missingSource() throws {
        let source = try Checkpoint(at: CheckpointWriterTests.location("shards", "model"))
        var writer = try CheckpointWriter(prefix: prefix)
        #expect(throws: CheckpointError.self) { try writer.copy("a/bias", from: source) }
        _ = consume writer
        let missing = folder.path("none.meta")
        let other = try CheckpointWriter(prefix: prefix)
        #expect(
            commitError(other, graph: .file(URL(fileURLWithPath: missing)))
                == .unreadable(file: missing, reason: "No such file or directory"))
        #expect(try names().isEmpty)
    }

    @Test("a disk's refusal names the file")
    func unwritable() throws {
        try folder.write([1], to: "file")
        #expect(
            throws: CheckpointError.unwritable(
                file: folder.path("file"), reason: "it is not a folder")
        ) { _ = try CheckpointWriter(prefix: folder.url.appendingPathComponent("file/model")) }

        let data = folder.path("model.data-00000-of-00001")
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
        let writer = try CheckpointWriter(prefix: prefix)
        #expect(commitError(writer) == .unwritable(file: data, reason: "Is a directory"))
        #expect(try names() == ["file", "model.data-00000-of-00001"])
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    }

    private func commitError(
        _ writer: consuming CheckpointWriter, graph: CheckpointWriter.MetaGraph? = nil
    ) -> CheckpointError? {
        do throws(CheckpointError) {
            _ = try writer.commit(graph: graph)
            return nil
        } catch {
            return error
        }
    }

    /// What `#expect(throws:)` is for; its closure can't change a writer that is not copyable.
    private func expect(
        _ expected: CheckpointError, _ writer: inout CheckpointWriter,
        _ step: (inout CheckpointWriter) throws(CheckpointError) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(CheckpointError) {
            try step(&writer)
            Issue.record("no error", sourceLocation: sourceLocation)
        } catch {
            #expect(error == expected, sourceLocation: sourceLocation)
        }
    }
}
