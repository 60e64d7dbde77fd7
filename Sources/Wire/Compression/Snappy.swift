/// The raw Snappy format: a length, then literals and back references.
///
/// Source: google/snappy, format_description.txt.
public enum Snappy {
    /// Decompresses all of `compressed`.
    ///
    /// Allocates no more than the 32 bytes that a byte of input can at most stand for.
    /// - Throws: `WireError.truncated` or `.malformed`; offsets are within `compressed`.
    public static func decompress(_ compressed: [UInt8]) throws(WireError) -> [UInt8] {
        var reader = ByteReader(compressed, part: part)
        let count = try reader.length()
        // The densest element is a copy of 64 bytes written in three.
        guard count / 32 <= compressed.count else {
            throw .malformed(
                part: part, offset: 0,
                reason: "\(compressed.count) bytes can't stand for \(count)")
        }
        var output: [UInt8] = []
        output.reserveCapacity(count)
        while reader.remaining > 0 {
            let offset = reader.position
            let tag = try reader.byte()
            if tag & 3 == 0 {
                let length = try literalLength(tag, &reader)
                guard length <= count - output.count else { throw overrun(offset, count) }
                output.append(contentsOf: try reader.slice(count: length))
            } else {
                let (length, distance) = try backReference(tag, &reader)
                guard distance > 0, distance <= output.count else {
                    throw .malformed(
                        part: part, offset: offset,
                        reason: "a copy from \(distance) bytes back after \(output.count) bytes")
                }
                guard length <= count - output.count else { throw overrun(offset, count) }
                // One by one: the copy may reach into what it has just written.
                for index in output.count - distance..<output.count - distance + length {
                    output.append(output[index])
                }
            }
        }
        guard output.count == count else {
            throw .truncated(
                part: part, offset: compressed.count, needed: count - output.count, available: 0)
        }
        return output
    }

    private static let part = "Snappy data"

    private static func overrun(_ offset: Int, _ count: Int) -> WireError {
        .malformed(
            part: part, offset: offset, reason: "more than the announced \(count) bytes")
    }

    /// Lengths of up to 60 fit the tag; larger ones follow it in one to four bytes.
    private static func literalLength(
        _ tag: UInt8, _ reader: inout ByteReader
    ) throws(WireError) -> Int {
        let code = Int(tag >> 2)
        guard code >= 60 else { return code + 1 }
        return try integer(byteCount: code - 59, &reader) + 1
    }

    private static func backReference(
        _ tag: UInt8, _ reader: inout ByteReader
    ) throws(WireError) -> (length: Int, distance: Int) {
        switch tag & 3 {
        case 1:
            let low = try reader.byte()
            return (Int(tag >> 2 & 7) + 4, Int(tag >> 5) << 8 | Int(low))
        case 2:
            return (Int(tag >> 2) + 1, try integer(byteCount: 2, &reader))
        default:
            return (Int(tag >> 2) + 1, try integer(byteCount: 4, &reader))
        }
    }

    private static func integer(
        byteCount: Int, _ reader: inout ByteReader
    ) throws(WireError) -> Int {
        try reader.slice(count: byteCount).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
