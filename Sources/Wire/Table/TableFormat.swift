/// The numbers of the LevelDB-style table format.
///
/// A table is its data blocks, the metaindex block, the index block and a footer, without gaps; a
/// trailer of one compression byte and a masked CRC-32C follows each block.
/// Source: leveldb/doc/table_format.md, tensorflow/core/lib/io/format.h.
enum TableFormat {
    /// Two block handles, padded with zeros to 40 bytes, and the magic number.
    static let footerByteCount = 48
    static let handlesByteCount = 40
    /// The last eight bytes of every table, little-endian.
    static let magic: UInt64 = 0xdb47_7524_8b80_fb57
    /// The compression byte and the checksum of the block and that byte.
    static let trailerByteCount = 5

    static let uncompressed: UInt8 = 0
    static let snappy: UInt8 = 1
}

/// Where a block's contents lie in the table, without the trailer.
struct BlockHandle: Equatable {
    var offset: Int
    var byteCount: Int

    /// Where the next block, or the footer, starts.
    var endWithTrailer: Int { offset + byteCount + TableFormat.trailerByteCount }

    init(offset: Int, byteCount: Int) {
        self.offset = offset
        self.byteCount = byteCount
    }

    /// Reads a handle; what it refers to is checked when the block is read.
    init(from reader: inout ByteReader) throws(WireError) {
        offset = try reader.length()
        byteCount = try reader.length()
    }

    func append(to bytes: inout [UInt8]) {
        appendVarint(UInt64(offset), to: &bytes)
        appendVarint(UInt64(byteCount), to: &bytes)
    }
}

/// The end of a table.
struct TableFooter: Equatable {
    var metaindex: BlockHandle
    var index: BlockHandle

    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        metaindex.append(to: &bytes)
        index.append(to: &bytes)
        bytes += [UInt8](repeating: 0, count: TableFormat.handlesByteCount - bytes.count)
        withUnsafeBytes(of: TableFormat.magic.littleEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }
}
