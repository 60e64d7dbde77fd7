extension [UInt8] {
    /// Makes room for `count` more bytes, at least doubling the storage when it has to grow.
    mutating func makeRoom(for count: Int) {
        let needed = self.count + count
        if needed > capacity { reserveCapacity(Swift.max(needed, 2 * capacity)) }
    }

    /// Appends the bytes of a text that is part of the program.
    mutating func append(static text: StaticString) {
        append(
            contentsOf: UnsafeBufferPointer(
                start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number in decimal digits.
    mutating func append(decimal number: Int) {
        if 0..<10 ~= number {
            append(UInt8(0x30 + number))
            return
        }
        var place = count
        var rest = number.magnitude
        if number < 0 {
            append(UInt8(ascii: "-"))
            place += 1
        }
        repeat {
            append(UInt8(0x30 + rest % 10))
            rest /= 10
        } while rest > 0
        self[place...].reverse()
    }
}
