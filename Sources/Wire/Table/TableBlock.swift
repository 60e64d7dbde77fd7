/// One block of a table, checked and decompressed: entries whose keys share prefixes with the key
/// before, then the restart points, where a key is whole.
struct TableBlock {
    private let bytes: [UInt8]
    private let range: Range<Int>
    private let part: String

    /// Reads the block at `handle`.
    ///
    /// - Throws: `WireError` if the block is not inside the table, its checksum differs or its
    ///   compression is unknown or damaged.
    init(in table: [UInt8], at handle: BlockHandle, part: String) throws(WireError) {
        // Handles are sums of 32-bit lengths, which can't overflow.
        guard handle.endWithTrailer <= table.count else {
            throw .truncated(
                part: part, offset: handle.offset,
                needed: handle.byteCount + TableFormat.trailerByteCount,
                available: max(0, table.count - handle.offset))
        }
        let contents = handle.offset..<handle.offset + handle.byteCount
        var trailer = ByteReader(table, in: contents.upperBound..<handle.endWithTrailer, part: part)
        let compression = try trailer.byte()
        let stored = CRC32C.unmask(try trailer.fixed32())
        let computed = CRC32C.checksum(of: table[contents.lowerBound...contents.upperBound])
        guard stored == computed else {
            throw .checksumMismatch(
                part: part, offset: handle.offset, stored: stored, computed: computed)
        }
        switch compression {
        case TableFormat.uncompressed:
            self.bytes = table
            self.range = contents
        case TableFormat.snappy:
            self.bytes = try Snappy.decompress(Array(table[contents]))
            self.range = 0..<bytes.count
        default:
            throw .unsupportedCompression(code: compression, offset: handle.offset)
        }
        self.part = part
    }

    /// All entries in the order stored.
    ///
    /// - Throws: `WireError` if a length leads out of the block or a prefix is longer than the key
    ///   before.
    func entries() throws(WireError) -> [Table.Entry] {
        var reader = ByteReader(bytes, in: try entryRange(), part: part)
        var entries: [Table.Entry] = []
        var key: [UInt8] = []
        while reader.remaining > 0 {
            let offset = reader.position
            let shared = try reader.length()
            let unshared = try reader.length()
            let valueLength = try reader.length()
            guard shared <= key.count else {
                throw .malformed(
                    part: part, offset: offset,
                    reason: "a prefix of \(shared) bytes of a key of \(key.count)")
            }
            key.removeSubrange(shared...)
            key += try reader.slice(count: unshared)
            entries.append(Table.Entry(key: key, value: try reader.slice(count: valueLength)))
        }
        return entries
    }

    /// The block without its restart points, which matter only for seeking.
    private func entryRange() throws(WireError) -> Range<Int> {
        guard range.count >= 4 else {
            throw .truncated(
                part: part, offset: range.lowerBound, needed: 4, available: range.count)
        }
        var tail = ByteReader(bytes, in: range.upperBound - 4..<range.upperBound, part: part)
        let restarts = Int(try tail.fixed32())
        let needed = 4 * (restarts + 1)
        guard needed <= range.count else {
            throw .truncated(
                part: part, offset: range.lowerBound, needed: needed, available: range.count)
        }
        return range.lowerBound..<range.upperBound - needed
    }
}
