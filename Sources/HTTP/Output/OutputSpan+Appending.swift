extension OutputSpan<UInt8> {
    /// Appends bytes, for which there must be room.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        withUnsafeMutableBufferPointer { room, count in
            precondition(bytes.count <= room.count - count, "more bytes than there is room for")
            // Nothing is written through the pointer of an empty buffer, which may be nil.
            guard let source = bytes.baseAddress, let start = room.baseAddress else { return }
            (start + count).initialize(from: source, count: bytes.count)
            count += bytes.count
        }
    }

    /// Appends the bytes of a text that is part of the program.
    mutating func append(static text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number, which is not negative, in decimal digits.
    mutating func append(decimal number: Int) {
        var unit = 1
        while number / unit >= 10 { unit *= 10 }
        while unit > 0 {
            append(UInt8(0x30 + number / unit % 10))
            unit /= 10
        }
    }
}
