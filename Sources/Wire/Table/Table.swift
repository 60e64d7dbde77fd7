/// An immutable sorted map from keys to values, read whole from a LevelDB-style table.
///
/// No byte of a table goes unchecked: blocks by their CRC-32C, the footer by being exactly what a
/// writer makes for blocks that lie one after the other.
public struct Table: Sendable {
    /// A key and its value.
    public struct Entry: Sendable {
        /// The key; keys ascend strictly, compared as bytes.
        public let key: [UInt8]
        /// The value, sharing the storage of its block.
        public let value: ArraySlice<UInt8>
    }

    /// All entries, in ascending order of their keys.
    public let entries: [Entry]

    /// Reads a whole table.
    ///
    /// - Throws: `WireError` with the offset in `bytes` of what is damaged; offsets in a compressed
    ///   block count its decompressed bytes.
    public init(_ bytes: [UInt8]) throws(WireError) {
        let footer = try Self.readFooter(bytes)
        let metaindex = try TableBlock(in: bytes, at: footer.metaindex, part: "metaindex block")
        _ = try metaindex.entries()
        let index = try TableBlock(in: bytes, at: footer.index, part: "index block")

        var entries: [Entry] = []
        var next = 0
        for pointer in try index.entries() {
            var reader = ByteReader(Array(pointer.value), part: "block handle")
            let handle = try BlockHandle(from: &reader)
            try reader.requireEnd()
            guard handle.offset == next else {
                throw .malformed(
                    part: "index block", offset: footer.index.offset,
                    reason: "a data block at byte \(handle.offset) where \(next) is due")
            }
            let block = try TableBlock(in: bytes, at: handle, part: "data block")
            next = handle.endWithTrailer
            entries += try block.entries()
        }
        guard next == footer.metaindex.offset else {
            throw .malformed(
                part: "footer", offset: bytes.count - TableFormat.footerByteCount,
                reason: "the metaindex block starts at \(footer.metaindex.offset), "
                    + "but the data blocks end at \(next)")
        }
        for (earlier, later) in zip(entries, entries.dropFirst())
        where !earlier.key.lexicographicallyPrecedes(later.key) {
            throw .malformed(part: "table", offset: 0, reason: "keys do not ascend")
        }
        self.entries = entries
    }

    /// Whether `bytes` end as a table does.
    public static func hasMagic(_ bytes: some Collection<UInt8>) -> Bool {
        withUnsafeBytes(of: TableFormat.magic.littleEndian) { magic in
            bytes.suffix(magic.count).elementsEqual(magic)
        }
    }

    private static func readFooter(_ bytes: [UInt8]) throws(WireError) -> TableFooter {
        let start = bytes.count - TableFormat.footerByteCount
        guard start >= 0 else {
            throw .truncated(
                part: "footer", offset: 0, needed: TableFormat.footerByteCount,
                available: bytes.count)
        }
        guard hasMagic(bytes) else {
            throw .malformed(
                part: "footer", offset: start, reason: "it does not end with a table's magic number"
            )
        }
        var reader = ByteReader(bytes, in: start..<bytes.count, part: "footer")
        let footer = TableFooter(
            metaindex: try BlockHandle(from: &reader), index: try BlockHandle(from: &reader))
        guard footer.metaindex.endWithTrailer == footer.index.offset,
            footer.index.endWithTrailer == start,
            bytes[start...].elementsEqual(footer.encoded)
        else {
            throw .malformed(
                part: "footer", offset: start,
                reason: "it does not describe the blocks that precede it")
        }
        return footer
    }
}
