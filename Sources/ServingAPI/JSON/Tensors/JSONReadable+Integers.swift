extension JSONReadable where Self: FixedWidthInteger {
    @inline(__always)
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Self? {
        let start = cursor
        let isNegative = cursor < end && cursor.pointee == UInt8(ascii: "-")
        if isNegative { cursor += 1 }
        let first = cursor
        var magnitude: UInt64 = 0
        if cursor < end, cursor.pointee == UInt8(ascii: "0") {
            cursor += 1
        } else {
            DigitRun.readShort(&cursor, end, into: &magnitude)
            guard cursor > first else { return nil }
        }
        // A fraction or an exponent is no integer, though its value may be one.
        if cursor < end, cursor.pointee == UInt8(ascii: ".") || cursor.pointee | 0x20 == 0x65 {
            return nil
        }
        let value: Self?
        if cursor - first > 19 {
            value = Self(
                String(
                    decoding: UnsafeBufferPointer(start: start, count: cursor - start),
                    as: UTF8.self))
        } else if isNegative {
            value = magnitude <= 1 << 63 ? Self(exactly: Int64(bitPattern: 0 &- magnitude)) : nil
        } else {
            value = Self(exactly: magnitude)
        }
        if value == nil { cursor = start }
        return value
    }

    static var expectation: String { "an integer from \(min) to \(max)" }
}

extension Int8: JSONReadable {}
extension Int16: JSONReadable {}
extension Int32: JSONReadable {}
extension Int64: JSONReadable {}
extension UInt8: JSONReadable {}
extension UInt16: JSONReadable {}
extension UInt32: JSONReadable {}
extension UInt64: JSONReadable {}
