/// A position in bytes that moves forward as values are read; no read passes the end.
///
/// Integers are little-endian; varints are base 128, low groups first, as in protobuf and LevelDB.
public struct ByteReader: Sendable {
    /// The offset in `bytes` of the next byte to read.
    public private(set) var position: Int

    private let bytes: [UInt8]
    private let end: Int
    private let part: String

    /// Makes a reader of the bytes in `range`.
    ///
    /// - Parameter part: What is read, such as "data block", for error messages.
    /// - Precondition: `range` lies within `bytes`.
    public init(_ bytes: [UInt8], in range: Range<Int>, part: String) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        self.bytes = bytes
        self.part = part
        position = range.lowerBound
        end = range.upperBound
    }

    /// Makes a reader of all bytes; `part` names them in error messages.
    public init(_ bytes: [UInt8], part: String) {
        self.init(bytes, in: 0..<bytes.count, part: part)
    }

    /// The number of bytes left.
    public var remaining: Int { end - position }

    /// Reads one byte; throws `truncated` at the end.
    public mutating func byte() throws(WireError) -> UInt8 {
        try require(1)
        defer { position += 1 }
        return bytes[position]
    }

    /// Reads `count` bytes; the slice shares the reader's storage.
    ///
    /// Throws `truncated`.
    public mutating func slice(count: Int) throws(WireError) -> ArraySlice<UInt8> {
        try require(count)
        defer { position += count }
        return bytes[position..<position + count]
    }

    /// Reads four bytes as an unsigned integer; throws `truncated`.
    public mutating func fixed32() throws(WireError) -> UInt32 {
        try slice(count: 4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads eight bytes as an unsigned integer; throws `truncated`.
    public mutating func fixed64() throws(WireError) -> UInt64 {
        try slice(count: 8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads a varint.
    ///
    /// Throws `truncated`, or `malformed` if the value exceeds 64 bits.
    public mutating func varint() throws(WireError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: 0, through: 63, by: 7) {
            let next = try byte()
            guard shift < 63 || next <= 1 else { break }
            value |= UInt64(next & 0x7f) << UInt64(shift)
            if next < 0x80 { return value }
        }
        throw .malformed(part: part, offset: start, reason: "a varint exceeds 64 bits")
    }

    /// Reads a varint that counts bytes held in memory.
    ///
    /// Throws `truncated`, or `malformed` if the value does not fit 32 bits, the most that the
    /// formats read here allow.
    public mutating func length() throws(WireError) -> Int {
        let start = position
        let value = try varint()
        guard let length = UInt32(exactly: value) else {
            throw .malformed(part: part, offset: start, reason: "a length of \(value) bytes")
        }
        return Int(length)
    }

    /// Throws `malformed` if bytes are left.
    public func requireEnd() throws(WireError) {
        guard remaining == 0 else {
            throw .malformed(part: part, offset: position, reason: "\(remaining) bytes too many")
        }
    }

    /// Throws `truncated` unless `count` bytes are left.
    public func require(_ count: Int) throws(WireError) {
        guard count <= remaining else {
            throw .truncated(part: part, offset: position, needed: count, available: remaining)
        }
    }
}

/// Appends `value` as a varint: base 128, low groups first.
public func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    bytes.append(UInt8(rest))
}
