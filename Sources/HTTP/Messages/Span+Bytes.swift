import Glibc

extension Span<UInt8> {
    /// The first place of `byte` at or after `start`, or nil.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        return withUnsafeBufferPointer { buffer -> Int? in
            guard let base = buffer.baseAddress,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    /// Whether the bytes are those of an array.
    func hasSameBytes(as other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { mine in
            other.withUnsafeBytes { others in
                guard let a = mine.baseAddress, let b = others.baseAddress else { return true }
                return memcmp(a, b, mine.count) == 0
            }
        }
    }

    /// The bytes as text; bytes that are not UTF-8 become U+FFFD.
    func text() -> String {
        withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the bytes equal `lowercase`, which has no capital letters, when case is ignored.
    func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
        guard count == lowercase.utf8CodeUnitCount else { return false }
        let other = UnsafeBufferPointer(start: lowercase.utf8Start, count: count)
        for index in 0..<count where ByteClass.lowercased(self[index]) != other[index] {
            return false
        }
        return true
    }

    /// Calls `body` with the range of each element of a comma-separated list, white space around
    /// it and empty elements left out (RFC 9110 section 5.6.1).
    func forEachListElement<Failure: Error>(
        _ body: (Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        var start = 0
        while start < count {
            let end = firstIndex(of: UInt8(ascii: ","), from: start) ?? count
            let element = trimmed(start..<end)
            if !element.isEmpty { try body(element) }
            start = end + 1
        }
    }

    /// The range without spaces and tabs at either end.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, ByteClass.isBlank(self[low]) { low += 1 }
        while low < high, ByteClass.isBlank(self[high - 1]) { high -= 1 }
        return low..<high
    }
}
