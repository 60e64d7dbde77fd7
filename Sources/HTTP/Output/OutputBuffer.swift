/// Bytes that wait to be written, in order.
///
/// Small pieces are joined so that they leave in one write; large ones are kept as they are, so
/// that a big body is not copied again.
public struct OutputBuffer: Sendable {
    /// From this many bytes on, a piece is not copied behind the others.
    static let separateFrom = 8 << 10
    /// A drained buffer keeps at most this much storage.
    private static let keptCapacity = 8 << 10

    private var pieces: [[UInt8]] = []
    /// Whether the last piece may grow.
    private var isLastOpen = false
    /// Bytes of the first piece that are written already.
    private var written = 0

    /// The number of bytes that wait.
    public private(set) var count = 0

    /// Makes a buffer with nothing in it.
    public init() {}

    /// Whether nothing waits.
    public var isEmpty: Bool { count == 0 }

    /// Lets `body` append to the piece that is being joined; it must only append.
    public mutating func append(_ body: (inout [UInt8]) -> Void) {
        if !isLastOpen {
            pieces.append([])
            isLastOpen = true
        }
        let last = pieces.count - 1
        let before = pieces[last].count
        body(&pieces[last])
        count += pieces[last].count - before
    }

    /// Adds bytes, which are kept without copying when there are many.
    public mutating func append(_ bytes: [UInt8]) {
        guard bytes.count >= Self.separateFrom else {
            append { $0.append(contentsOf: bytes) }
            return
        }
        pieces.append(bytes)
        isLastOpen = false
        count += bytes.count
    }

    /// Takes away the first `amount` bytes, which have been written.
    public mutating func consume(_ amount: Int) {
        precondition(amount <= count, "more bytes written than there were")
        count -= amount
        guard count > 0 else {
            reset()
            return
        }
        written += amount
        var whole = 0
        while written >= pieces[whole].count {
            written -= pieces[whole].count
            whole += 1
        }
        if whole > 0 { pieces.removeFirst(whole) }
    }

    /// Calls `body` with the waiting bytes of each of the first `limit` pieces, in order.
    public func forEachPiece(atMost limit: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        for index in 0..<min(limit, pieces.count) {
            pieces[index].withUnsafeBytes { bytes in
                body(UnsafeRawBufferPointer(rebasing: bytes[(index == 0 ? written : 0)...]))
            }
        }
    }

    private mutating func reset() {
        written = 0
        if pieces.count == 1, isLastOpen, pieces[0].capacity <= Self.keptCapacity {
            pieces[0].removeAll(keepingCapacity: true)
        } else {
            pieces.removeAll()
            isLastOpen = false
        }
    }
}
