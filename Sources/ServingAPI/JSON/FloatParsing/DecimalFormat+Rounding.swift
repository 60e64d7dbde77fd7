extension DecimalFormat {
    /// Reads a number by the grammar of JSON, or `NaN`, `Infinity`, `-Infinity`, as the nearest
    /// value, ties to even; beyond the range as infinity.
    ///
    /// Nil where the text departs from the grammar, with the cursor there.
    @inline(__always)
    static func readDecimal(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Self? {
        let start = cursor
        guard let number = DecimalNumber.read(&cursor, end) else {
            guard let word = readWord(cursor, end, start: start) else { return nil }
            cursor = word.end
            return word.value
        }
        let magnitude =
            byArithmetic(number)
            ?? rounded(number, text: UnsafeBufferPointer(start: start, count: cursor - start))
        return number.isNegative ? -magnitude : magnitude
    }

    private static func rounded(
        _ number: DecimalNumber, text: UnsafeBufferPointer<UInt8>
    ) -> Self {
        let below = EiselLemire.bits(number.digits, exponent: number.exponent, in: Self.self)
        guard let below else { return fromLibrary(text) }
        guard number.isTruncated else { return Self(magnitudeBits: below) }
        // The number lies between two that differ in the 19th digit; mostly both round alike.
        let above = EiselLemire.bits(number.digits + 1, exponent: number.exponent, in: Self.self)
        return above == below ? Self(magnitudeBits: below) : fromLibrary(text)
    }

    private static func fromLibrary(_ text: UnsafeBufferPointer<UInt8>) -> Self {
        let terminated = text.map(CChar.init(bitPattern:)) + [0]
        return fromLibrary(terminated).magnitude
    }

    /// Reads one of the words that Python and TensorFlow write where JSON has no number; the cursor
    /// stands where the number that began at `start` departed from the grammar.
    private static func readWord(
        _ position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
        start: UnsafePointer<UInt8>
    ) -> (value: Self, end: UnsafePointer<UInt8>)? {
        var cursor = position
        let isNegative = cursor == start + 1 && start.pointee == UInt8(ascii: "-")
        guard isNegative || cursor == start else { return nil }
        if !isNegative, cursor.accept("NaN", end) { return (.nan, cursor) }
        guard cursor.accept("Infinity", end) else { return nil }
        return (isNegative ? -.infinity : .infinity, cursor)
    }
}

extension UnsafePointer<UInt8> {
    /// Moves behind the word if it is next.
    mutating func accept(_ word: StaticString, _ end: Self) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - self >= count else { return false }
        for index in 0..<count where self[index] != word.utf8Start[index] { return false }
        self += count
        return true
    }
}
