/// Builds a LevelDB-style table in memory, without compression: byte for byte what TensorFlow makes
/// of the same entries.
public struct TableWriter: Sendable {
    private var bytes: [UInt8] = []
    private var block: TableBlockBuilder
    private var index: TableBlockBuilder
    private var lastKey: [UInt8]?
    /// The block that was closed last, until the next key shows how short its key in the index can be.
    private var pendingBlock: BlockHandle?
    private let blockByteCount: Int

    /// Makes an empty table.
    ///
    /// - Parameter blockByteCount: The size from which on a data block is closed; TensorFlow's default
    ///   is the default here.
    public init(blockByteCount: Int = 256 << 10) {
        self.blockByteCount = blockByteCount
        block = TableBlockBuilder(restartInterval: 16)
        // A reader seeks in the index; every key there is whole.
        index = TableBlockBuilder(restartInterval: 1)
    }

    /// Adds an entry.
    ///
    /// - Precondition: `key` is greater than that of the entry before, compared as bytes.
    public mutating func add(key: [UInt8], value: [UInt8]) {
        precondition(lastKey?.lexicographicallyPrecedes(key) ?? true, "keys must ascend")
        if let lastKey { indexPendingBlock { TableKey.separator(from: lastKey, to: key) } }
        block.add(key: key, value: value)
        lastKey = key
        if block.encodedByteCount >= blockByteCount { closeBlock() }
    }

    /// The bytes of the table with all entries added so far.
    public consuming func finish() -> [UInt8] {
        closeBlock()
        if let lastKey { indexPendingBlock { TableKey.successor(of: lastKey) } }
        let metaindex = append(TableBlockBuilder(restartInterval: 1).encoded)
        let footer = TableFooter(metaindex: metaindex, index: append(index.encoded))
        bytes += footer.encoded
        return bytes
    }

    private mutating func closeBlock() {
        guard !block.isEmpty else { return }
        pendingBlock = append(block.encoded)
        block = TableBlockBuilder(restartInterval: block.restartInterval)
    }

    private mutating func indexPendingBlock(key: () -> [UInt8]) {
        guard let handle = pendingBlock else { return }
        var pointer: [UInt8] = []
        handle.append(to: &pointer)
        index.add(key: key(), value: pointer)
        pendingBlock = nil
    }

    private mutating func append(_ contents: [UInt8]) -> BlockHandle {
        let handle = BlockHandle(offset: bytes.count, byteCount: contents.count)
        let stored = contents + [TableFormat.uncompressed]
        bytes += stored
        let checksum = CRC32C.mask(CRC32C.checksum(of: stored))
        withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
        return handle
    }
}
