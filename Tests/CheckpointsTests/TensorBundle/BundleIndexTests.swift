import Foundation
import Testing
import Wire

@testable import Checkpoints

@Suite("Indexes that contradict themselves")
struct BundleIndexTests {
    @Test("an index with one variable is read")
    func plain() throws {
        let index = try read(entries: [("a", Self.entry())])
        #expect(index.shardCount == 1)
        #expect(index.variables.map(\.name) == ["a"])
    }

    @Test("big-endian data is refused")
    func bigEndian() {
        var header = Self.header()
        header.endianness = .big
        expectRefusal("big-endian", header: header)
    }

    @Test("an index from the future is refused")
    func version() {
        var header = Self.header()
        header.version.minConsumer = 2
        expectRefusal("version 2 or later", header: header)
        header.version.minConsumer = 0
        header.version.badConsumers = [1]
        expectRefusal("this one has version 1", header: header)
    }

    @Test("a senseless number of data files is refused", arguments: [0, -1, 100_000, Int32.max])
    func shardCount(count: Int32) {
        var header = Self.header()
        header.numShards = count
        expectRefusal("\(count) data files", header: header)
    }

    @Test("an index without header is refused")
    func headless() throws {
        var writer = TableWriter()
        writer.add(key: Array("a".utf8), value: try Self.entry().encoded())
        expectRefusal("no header", bytes: writer.finish())
        expectRefusal("no header", bytes: TableWriter().finish())
    }

    @Test("a name that is not UTF-8 is refused")
    func name() throws {
        var writer = TableWriter()
        writer.add(key: [], value: try Self.header().encoded())
        writer.add(key: [0xc3, 0x28], value: try Self.entry().encoded())
        expectRefusal("not UTF-8", bytes: writer.finish())
    }

    @Test(
        "an entry whose sizes don't agree is refused with its name",
        arguments: [
            Self.entry { $0.size = 15 }, Self.entry { $0.size = -1 }, Self.entry { $0.offset = -1 },
            Self.entry { $0.offset = .max }, Self.entry { $0.shardID = 1 },
            Self.entry { $0.shardID = -1 }, Self.entry { $0.shape.dim[0].size = -1 },
            Self.entry { $0.shape.dim[0].size = 1 << 62 },
            Self.entry {
                $0.shape.dim[0].size = 1 << 61
                $0.size = 0
            },
            Self.entry { $0.shape.unknownRank = true },
            Self.entry { $0.slices = [Self.slice([(0, 4)])] },
        ])
    func sizes(entry: TFBundleEntryProto) {
        expectRefusal("variable 'a' is inconsistent", entries: [("a", entry)])
    }

    @Test(
        "parts that don't fill the whole exactly once are refused",
        arguments: [
            [[(0, 3)]], [[(0, 3)], [(2, 2)]], [[(0, 2)], [(1, 2)]], [[(0, 3)], [(3, 2)]],
            [[(-1, 3)], [(2, 2)]], [[(0, 2), (0, 1)], [(2, 2), (0, 1)]],
        ] as [[[(Int64, Int64)]]])
    func parts(extents: [[(Int64, Int64)]]) {
        expectRefusal("variable 'a' is inconsistent", parts: extents)
    }

    @Test("parts that fill the whole are put together")
    func wholeParts() throws {
        let index = try read(bytes: Self.partitioned([[(0, 3)], [(3, 1)]]))
        #expect(index.variables.first?.parts.map(\.region) == [[0..<3], [3..<4]])
    }

    @Test("a part without its variable is refused")
    func orphan() throws {
        var writer = TableWriter()
        writer.add(key: [], value: try Self.header().encoded())
        writer.add(
            key: SliceKey.encode(name: "a", slice: Self.slice([(0, 4)])),
            value: try Self.entry().encoded())
        expectRefusal("belong to no partitioned variable", bytes: writer.finish())
    }

    private static func header() -> TFBundleHeaderProto {
        var header = TFBundleHeaderProto()
        header.numShards = 1
        header.version.producer = 1
        return header
    }

    private static func entry(
        _ change: (inout TFBundleEntryProto) -> Void = { _ in }
    ) -> TFBundleEntryProto {
        var entry = TFBundleEntryProto()
        entry.dtype = .dtFloat
        entry.shape = TFTensorShapeProto([4])
        entry.size = 16
        change(&entry)
        return entry
    }

    private static func slice(_ extents: [(start: Int64, length: Int64)]) -> TFTensorSliceProto {
        var slice = TFTensorSliceProto()
        slice.extent = extents.map { start, length in
            var extent = TFTensorSliceProto.Extent()
            extent.start = start
            extent.length = length
            return extent
        }
        return slice
    }

    /// A variable of four numbers in the given parts.
    private static func partitioned(_ parts: [[(Int64, Int64)]]) throws -> [UInt8] {
        let slices = parts.map { slice($0) }
        var rows: [(key: [UInt8], value: [UInt8])] = [([], try header().encoded())]
        rows.append((Array("a".utf8), try entry { $0.slices = slices }.encoded()))
        for slice in slices {
            var part = entry()
            part.shape.dim = slice.extent.map {
                var dimension = TFTensorShapeProto.Dim()
                dimension.size = $0.length
                return dimension
            }
            part.size = 4 * slice.extent.reduce(1) { $0 * $1.length }
            rows.append((SliceKey.encode(name: "a", slice: slice), try part.encoded()))
        }
        var writer = TableWriter()
        for row in rows.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            writer.add(key: row.key, value: row.value)
        }
        return writer.finish()
    }

    private func read(
        header: TFBundleHeaderProto = header(), entries: [(String, TFBundleEntryProto)]
    ) throws -> BundleIndex {
        var writer = TableWriter()
        writer.add(key: [], value: try header.encoded())
        for (name, entry) in entries {
            writer.add(key: Array(name.utf8), value: try entry.encoded())
        }
        return try read(bytes: writer.finish())
    }

    private func read(bytes: [UInt8]) throws -> BundleIndex {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "model.index")
        return try BundleIndex(path: folder.path("model.index"))
    }

    private func expectRefusal(
        _ text: String, header: TFBundleHeaderProto = header(),
        entries: [(String, TFBundleEntryProto)] = []
    ) {
        let error = #expect(throws: CheckpointError.self) {
            try read(header: header, entries: entries)
        }
        #expect(error?.description.contains(text) == true, "\(error as Any)")
    }

    private func expectRefusal(_ text: String, bytes: [UInt8]) {
        let error = #expect(throws: CheckpointError.self) { try read(bytes: bytes) }
        #expect(error?.description.contains(text) == true, "\(error as Any)")
    }

    private func expectRefusal(_ text: String, parts: [[(Int64, Int64)]]) {
        let error = #expect(throws: CheckpointError.self) {
            try read(bytes: try Self.partitioned(parts))
        }
        #expect(error?.description.contains(text) == true, "\(error as Any)")
    }
}
