import Foundation
import Testing
import Wire

@Suite("Tables")
struct TableTests {
    /// The index of a checkpoint with one variable, `weights`, as TensorFlow 2.12 wrote it.
    static let written: [UInt8] = Array(
        Data(
            base64Encoded: """
                AAAGCAEaAggBAAcTd2VpZ2h0cwgBEggSAggCEgIIAigQNSM3y7sAAAAAAQAAAABIfPttAAAAAAEAAAAAwPKh\
                sAABAngALgAAAAABAAAAAL/ZCawzCEAOAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAV/uA\
                iyR1R9s=
                """) ?? Data())

    @Test("a table that TensorFlow wrote is read")
    func written() throws {
        let table = try Table(Self.written)
        #expect(table.entries.map(\.key) == [[], Array("weights".utf8)])
        let header = try TFBundleHeaderProto(decoding: Array(table.entries[0].value))
        #expect(header.numShards == 1)
        let entry = try TFBundleEntryProto(decoding: Array(table.entries[1].value))
        #expect(entry.dtype == .dtFloat)
        #expect(entry.shape.dim.map(\.size) == [2, 2])
        #expect(entry.size == 16)
    }

    @Test("every change of a byte is noticed")
    func flips() {
        for offset in Self.written.indices {
            for bit in 0..<8 {
                var bytes = Self.written
                bytes[offset] ^= 1 << UInt8(bit)
                #expect(throws: WireError.self, "bit \(bit) of byte \(offset)") {
                    try Table(bytes)
                }
            }
        }
    }

    @Test("a table cut short or with more bytes is refused")
    func lengths() {
        for count in Self.written.indices {
            #expect(throws: WireError.self) { try Table(Array(Self.written[..<count])) }
            #expect(throws: WireError.self) { try Table(Array(Self.written[count...].dropFirst())) }
        }
        #expect(throws: WireError.self) { try Table([0] + Self.written) }
        #expect(throws: WireError.self) { try Table(Self.written + [0]) }
    }

    @Test("what the writer makes is read again", arguments: [1, 100, 4096, 1 << 20])
    func roundTrip(blockByteCount: Int) throws {
        var writer = TableWriter(blockByteCount: blockByteCount)
        let entries = (0..<300).map { number in
            (Array("layer_\(1000 + number)/kernel".utf8), [UInt8](repeating: 7, count: number))
        }
        for (key, value) in entries { writer.add(key: key, value: value) }
        let table = try Table(writer.finish())
        #expect(table.entries.map(\.key) == entries.map(\.0))
        #expect(table.entries.map { Array($0.value) } == entries.map(\.1))
    }

    @Test("a table without entries is read again")
    func empty() throws {
        #expect(try Table(TableWriter().finish()).entries.isEmpty)
    }

    @Test("the writer makes the bytes that TensorFlow makes")
    func sameBytes() throws {
        var writer = TableWriter()
        for entry in try Table(Self.written).entries {
            writer.add(key: entry.key, value: Array(entry.value))
        }
        #expect(writer.finish() == Self.written)
    }

    /// The checksum holds for each, so that only the block's own checks can refuse it.
    @Test(
        "a block with a right checksum and wrong contents is refused",
        arguments: [
            [], [0, 0, 0], [0, 0, 0, 1], [0xff, 0xff, 0xff, 0xff], [1, 1, 0, 65, 0, 0, 0, 0],
            [0, 5, 0, 65, 0, 0, 0, 0], [0, 1, 9, 65, 0, 0, 0, 0],
            [0, 1, 0, 65, 0, 1, 0, 65, 0, 0, 0, 0],
            [0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 65, 0, 0, 0, 0],
        ] as [[UInt8]])
    func wrongBlocks(contents: [UInt8]) {
        #expect(throws: WireError.self) { try Table(Self.table(dataBlock: contents)) }
    }

    @Test("an unknown compression is named")
    func unknownCompression() {
        #expect(throws: WireError.unsupportedCompression(code: 4, offset: 0)) {
            try Table(Self.table(dataBlock: [0, 1, 0, 65, 0, 0, 0, 0], compression: 4))
        }
    }

    @Test("a whole block made by hand is read, also with Snappy")
    func wholeBlock() throws {
        let block: [UInt8] = [0, 1, 1, 65, 66, 0, 0, 0, 0]
        #expect(try Table(Self.table(dataBlock: block)).entries.first?.value == [66])
        let compressed = [UInt8(block.count), UInt8((block.count - 1) << 2)] + block
        let table = try Table(Self.table(dataBlock: compressed, compression: 1))
        #expect(table.entries.first?.value == [66])
    }

    /// A table with one data block of the given bytes.
    private static func table(dataBlock: [UInt8], compression: UInt8 = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ contents: [UInt8], _ compression: UInt8) -> [UInt8] {
            var handle: [UInt8] = []
            appendVarint(UInt64(bytes.count), to: &handle)
            appendVarint(UInt64(contents.count), to: &handle)
            let stored = contents + [compression]
            bytes += stored
            let checksum = CRC32C.mask(CRC32C.checksum(of: stored))
            withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
            return handle
        }
        let data = append(dataBlock, compression)
        let handles =
            append([0, 0, 0, 0, 1, 0, 0, 0], 0)
            + append([0, 1, UInt8(data.count), 90] + data + [0, 0, 0, 0, 1, 0, 0, 0], 0)
        bytes += handles + [UInt8](repeating: 0, count: 40 - handles.count)
        return bytes + [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]
    }
}
