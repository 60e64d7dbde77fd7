import CCRC32C

/// The cyclic redundancy check with the Castagnoli polynomial, fed piece by piece.
///
/// Bit-reflected, initial value and final inversion all ones (RFC 3720, appendix B.4). Uses the
/// processor's instruction where it has one.
public struct CRC32C: Sendable {
    private var state: UInt32 = 0xffff_ffff

    /// Makes the check of no bytes.
    public init() {}

    /// The check of the bytes so far.
    public var value: UInt32 { ~state }

    /// The check of the bytes so far, as it is stored beside them.
    public var masked: UInt32 { Self.mask(value) }

    /// Continues with more bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard Self.hasInstruction, let base = bytes.baseAddress else {
            return updateByTables(bytes)
        }
        state = steady_crc32c(state, base, bytes.count)
    }

    private static let hasInstruction = steady_has_crc32c()

    /// Continues with more bytes without the processor's instruction.
    mutating func updateByTables(_ bytes: UnsafeRawBufferPointer) {
        state = slicingTables.withUnsafeBufferPointer { advance(state, over: bytes, tables: $0) }
    }

    /// Continues with more bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable {
            update(UnsafeRawBufferPointer($0))
        }
        if done == nil { update(Array(bytes)) }
    }

    /// The check of `bytes`.
    public static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        var check = CRC32C()
        check.update(bytes)
        return check.value
    }

    /// Rotates and offsets a check, so that bytes which hold checks may be checked in turn.
    ///
    /// Source: leveldb/util/crc32c.h.
    public static func mask(_ value: UInt32) -> UInt32 {
        (value >> 15 | value << 17) &+ maskDelta
    }

    /// The check that `mask(_:)` made `masked` of.
    public static func unmask(_ masked: UInt32) -> UInt32 {
        let rotated = masked &- maskDelta
        return rotated >> 17 | rotated << 15
    }
}

private let maskDelta: UInt32 = 0xa282_ead8

/// Sixteen tables of 256 entries: entry `256 * k + b` is what byte `b` contributes when `k` bytes
/// follow it in the group of sixteen.
private let slicingTables: [UInt32] = {
    let polynomial: UInt32 = 0x82f6_3b78
    var tables = [UInt32](repeating: 0, count: 16 * 256)
    for byte in 0..<256 {
        var value = UInt32(byte)
        for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
        tables[byte] = value
    }
    for index in 256..<tables.count {
        let shorter = tables[index - 256]
        tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xff)]
    }
    return tables
}()

/// Slicing by 16 (Kounavis and Berry 2005): the sixteen lookups of a group don't wait for one
/// another, unlike those of a byte-wise loop.
private func advance(
    _ initial: UInt32, over bytes: UnsafeRawBufferPointer,
    tables: UnsafeBufferPointer<UInt32>
) -> UInt32 {
    guard let base = bytes.baseAddress, let table = tables.baseAddress else { return initial }
    var state = initial
    var offset = 0
    let count = bytes.count
    while offset &+ 16 <= count {
        let low = UInt64(
            littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let high = UInt64(
            littleEndian: base.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
        state =
            contribution(of: low ^ UInt64(state), from: table + 8 * 256)
            ^ contribution(of: high, from: table)
        offset &+= 16
    }
    while offset < count {
        let byte = base.load(fromByteOffset: offset, as: UInt8.self)
        state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 0xff)]
        offset &+= 1
    }
    return state
}

/// What eight bytes contribute, the first of them by the last of the eight tables at `table`.
@inline(__always)
private func contribution(of word: UInt64, from table: UnsafePointer<UInt32>) -> UInt32 {
    @inline(__always)
    func entry(_ index: Int) -> UInt32 {
        let byte = Int(truncatingIfNeeded: word >> UInt64(truncatingIfNeeded: index &* 8)) & 0xff
        return table[(7 &- index) &* 256 &+ byte]
    }
    return (entry(0) ^ entry(1)) ^ (entry(2) ^ entry(3))
        ^ ((entry(4) ^ entry(5)) ^ (entry(6) ^ entry(7)))
}
