/// Gathers the entries of one block.
struct TableBlockBuilder {
    /// After so many entries a key is written whole.
    let restartInterval: Int

    private var bytes: [UInt8] = []
    private var restarts: [UInt32] = [0]
    private var count = 0
    private var lastKey: [UInt8] = []

    init(restartInterval: Int) { self.restartInterval = restartInterval }

    var isEmpty: Bool { count == 0 }

    /// The size of the block with the entries so far.
    var encodedByteCount: Int { bytes.count + 4 * (restarts.count + 1) }

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
