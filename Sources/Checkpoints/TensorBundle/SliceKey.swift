import Wire

/// The keys of a partitioned variable's parts in the index.
///
/// They hold the name and the part's extents in an order-preserving code and start with a zero
/// byte, as no variable's name does.
/// Source: tensorflow/core/util/saved_tensor_slice_util.cc, `EncodeTensorNameSlice`;
/// tensorflow/core/lib/strings/ordered_code.cc.
enum SliceKey {
    /// Whether `key` is that of a part.
    static func isSlice(_ key: [UInt8]) -> Bool { key.first == 0 }

    /// The key of the part of `name` that `slice` describes.
    static func encode(name: String, slice: TFTensorSliceProto) -> [UInt8] {
        var key: [UInt8] = []
        appendNumber(0, to: &key)
        appendString(name, to: &key)
        appendNumber(UInt64(slice.extent.count), to: &key)
        for extent in slice.extent {
            appendSigned(extent.start, to: &key)
            appendSigned(extent.hasLength ? extent.length : -1, to: &key)
        }
        return key
    }

    /// A byte with the number of bytes that follow, and the value without leading zeros.
    private static func appendNumber(_ value: UInt64, to key: inout [UInt8]) {
        let count = (UInt64.bitWidth - value.leadingZeroBitCount + 7) / 8
        key.append(UInt8(count))
        for index in (0..<count).reversed() {
            key.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
        }
    }

    /// The bytes with 0 and 255 escaped, and a terminator.
    private static func appendString(_ text: String, to key: inout [UInt8]) {
        for byte in text.utf8 {
            key.append(byte)
            if byte == 0x00 { key.append(0xff) }
            if byte == 0xff { key.append(0x00) }
        }
        key += [0x00, 0x01]
    }

    /// Sign-extended big-endian bytes whose first bits count them, as in UTF-8; all those bits are
    /// inverted for negative numbers.
    private static func appendSigned(_ value: Int64, to key: inout [UInt8]) {
        let magnitude = UInt64(bitPattern: value < 0 ? ~value : value)
        let count = (UInt64.bitWidth - magnitude.leadingZeroBitCount) / 7 + 1
        let sign: UInt8 = value < 0 ? 0xff : 0
        var bytes = [sign, sign]
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.removeFirst(bytes.count - count)
        // `count` leading ones: ten of them reach into the second byte.
        let header = ~(UInt16.max >> UInt16(count))
        bytes[0] ^= UInt8(header >> 8)
        if count > 1 { bytes[1] ^= UInt8(header & 0xff) }
        key += bytes
    }
}
