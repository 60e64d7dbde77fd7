/// Builds a LevelDB-style table in memory, without compression, that TensorFlow reads.
public struct TableWriter: Sendable {
    private var bytes: [UInt8] = []
    private var block: TableBlockBuilder
    private var index: TableBlockBuilder
    private var lastKey: [UInt8]?
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
        block.add(key: key, value: value)
        lastKey = key
        if block.byteCount >= blockByteCount { closeBlock() }
    }

    /// The bytes of the table with all entries added so far.
    public consuming func finish() -> [UInt8] {
        closeBlock()
        let metaindex = append(TableBlockBuilder(restartInterval: 1).encoded)
        let footer = TableFooter(metaindex: metaindex, index: append(index.encoded))
        bytes += footer.encoded
        return bytes
    }

    private mutating func closeBlock() {
        guard let lastKey, block.byteCount > 0 else { return }
        let handle = append(block.encoded)
        var pointer: [UInt8] = []
        handle.append(to: &pointer)
        index.add(key: lastKey, value: pointer)
        block = TableBlockBuilder(restartInterval: block.restartInterval)
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

/// Gathers the entries of one block.
struct TableBlockBuilder {
    /// After so many entries a key is written whole.
    let restartInterval: Int

    private var bytes: [UInt8] = []
    private var restarts: [UInt32] = [0]
    private var count = 0
    private var lastKey: [UInt8] = []

    init(restartInterval: Int) { self.restartInterval = restartInterval }

    /// The size of the entries so far.
    var byteCount: Int { bytes.count }

    mutating func add(key: [UInt8], value: [UInt8]) {
        var shared = 0
        if count % restartInterval == 0 {
            if count > 0 { restarts.append(UInt32(bytes.count)) }
        } else {
            shared = zip(lastKey, key).prefix { $0 == $1 }.count
        }
        appendVarint(UInt64(shared), to: &bytes)
        appendVarint(UInt64(key.count - shared), to: &bytes)
        appendVarint(UInt64(value.count), to: &bytes)
        bytes += key[shared...]
        bytes += value
        lastKey = key
        count += 1
    }

    /// The block's contents: entries, restart points and their number.
    var encoded: [UInt8] {
        var encoded = bytes
        for number in restarts + [UInt32(restarts.count)] {
            withUnsafeBytes(of: number.littleEndian) { encoded.append(contentsOf: $0) }
        }
        return encoded
    }
}
