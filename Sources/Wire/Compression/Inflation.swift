import CZlib

/// Undoes DEFLATE as gzip, zlib or nothing wraps it.
///
/// Source: RFC 1950 to 1952.
public enum Inflation {
    private static let part = "compressed data"
    /// Input and output go to zlib in pieces that its 32-bit counts hold.
    private static let largestPiece = 1 << 30

    /// How DEFLATE data is wrapped.
    public enum Wrapping: Sendable {
        /// A header and CRC-32 (RFC 1952); several members are one text.
        case gzip
        /// A header and Adler-32 (RFC 1950).
        case zlib
        /// Nothing (RFC 1951).
        case none
    }

    /// Inflates all of `compressed`.
    ///
    /// - Parameters:
    ///   - limit: The most bytes that may come out.
    ///   - grants: Asked before memory for so many bytes in all is taken; false ends with `noRoom`.
    /// - Throws: `WireError.truncated`, `.malformed`, `.tooLong` or `.noRoom`; offsets are within
    ///   `compressed`.
    public static func inflate(
        _ compressed: [UInt8], from wrapping: Wrapping, limit: Int,
        grants: (Int) -> Bool = { _ in true }
    ) throws(WireError) -> [UInt8] {
        var stream = z_stream()
        let windowBits: Int32 =
            switch wrapping {
            case .gzip: MAX_WBITS + 16
            case .zlib: MAX_WBITS
            case .none: -MAX_WBITS
            }
        guard
            inflateInit2_(
                &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .noRoom(part: part, bytes: 0) }
        defer { inflateEnd(&stream) }
        // Room first, bytes then: the first `count` are output.
        var output: [UInt8] = []
        var count = 0
        var taken = 0
        while true {
            if count == output.count {
                try makeRoom(in: &output, for: compressed.count, limit: limit, grants)
            }
            let before = (taken, count)
            switch step(&stream, compressed, &taken, &output, &count) {
            case Z_OK, Z_BUF_ERROR:
                guard before != (taken, count) else {
                    throw .truncated(part: part, offset: taken, needed: 1, available: 0)
                }
            case Z_STREAM_END:
                if taken == compressed.count {
                    guard count <= limit else { throw .tooLong(part: part, limit: limit) }
                    output.removeLast(output.count - count)
                    return output
                }
                guard wrapping == .gzip, inflateReset(&stream) == Z_OK else {
                    throw .malformed(
                        part: part, offset: taken, reason: "bytes follow the end of the data")
                }
            case Z_MEM_ERROR: throw .noRoom(part: part, bytes: 0)
            default:
                let reason = stream.msg.map { String(cString: $0) } ?? "it is not DEFLATE"
                throw .malformed(part: part, offset: taken, reason: reason)
            }
        }
    }

    /// Makes room for more output, as much again as there is.
    private static func makeRoom(
        in output: inout [UInt8], for compressedCount: Int, limit: Int, _ grants: (Int) -> Bool
    ) throws(WireError) {
        // One byte beyond the limit tells whether there is more.
        guard output.count <= limit else { throw .tooLong(part: part, limit: limit) }
        let room = min(max(2 * output.count, 4 * compressedCount, 4096), limit + 1)
        guard grants(room) else { throw .noRoom(part: part, bytes: room) }
        output.reserveCapacity(room)
        output.append(contentsOf: repeatElement(0, count: room - output.count))
    }

    /// Lets zlib go on as far as input and room allow.
    private static func step(
        _ stream: inout z_stream, _ compressed: [UInt8], _ taken: inout Int,
        _ output: inout [UInt8], _ count: inout Int
    ) -> Int32 {
        let given = min(compressed.count - taken, largestPiece)
        let room = min(output.count - count, largestPiece)
        let code = compressed.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { buffer in
                // zlib only reads through this pointer.
                stream.next_in = input.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0 + taken)
                }
                stream.avail_in = UInt32(given)
                stream.next_out = buffer.baseAddress.map { $0 + count }
                stream.avail_out = UInt32(room)
                return CZlib.inflate(&stream, Z_NO_FLUSH)
            }
        }
        taken += given - Int(stream.avail_in)
        count += room - Int(stream.avail_out)
        return code
    }
}
