/// The last head of a connection and what it was read as.
///
/// Most clients send the same head again and again, and to compare one costs a tenth of reading it.
/// Only what is the same to the last byte is taken for the same, so it is read as it was before.
struct RepeatedHead {
    /// A head that is kept, in one object, since most connections have none.
    private final class Reading {
        let bytes: [UInt8]
        let head: RequestHead

        init(bytes: [UInt8], head: RequestHead) {
            self.bytes = bytes
            self.head = head
        }
    }

    /// Longer heads are not kept.
    static let longest = 1 << 10
    /// Heads that were kept in vain, one after the other, after which none is any more: such a client
    /// sends something else in each.
    private static let mostMisses: UInt8 = 8

    private var reading: Reading?
    private var lastLength = 0
    private var misses: UInt8 = 0

    /// The number of bytes that are kept.
    var keptBytes: Int { reading.map { $0.bytes.count + MemoryLayout<RequestHead>.size } ?? 0 }

    /// The head at `offset` if it is the one that is kept, with `offset` moved behind it.
    mutating func next(in input: Span<UInt8>, at offset: inout Int) -> RequestHead? {
        guard let reading, reading.bytes.count <= input.count - offset else { return nil }
        let end = offset + reading.bytes.count
        guard input.extracting(offset..<end).hasSameBytes(as: reading.bytes) else { return nil }
        offset = end
        misses = 0
        return reading.head
    }

    /// Takes down a head that was read; it is kept if it may be the beginning of a series, being as
    /// long as the one before.
    mutating func note(_ head: RequestHead, of bytes: Span<UInt8>) {
        defer { lastLength = bytes.count }
        guard bytes.count == lastLength, bytes.count <= Self.longest, misses < Self.mostMisses
        else { return }
        misses += 1
        reading = Reading(bytes: bytes.withUnsafeBufferPointer(Array.init), head: head)
    }

    /// Forgets the head; false where there is none.
    mutating func forget() -> Bool {
        lastLength = 0
        guard reading != nil else { return false }
        reading = nil
        return true
    }
}
