/// A number as decimal text gives it: ± `digits` × 10^`exponent`.
struct DecimalNumber {
    /// All significant digits, or the first 19 where there are more.
    var digits: UInt64
    /// The power of ten that `digits` counts.
    var exponent: Int
    var isNegative: Bool
    /// Whether digits other than zero were left out, so that the number lies above `digits` and
    /// below `digits` + 1.
    var isTruncated: Bool

    /// Any 19 digits fit 64 bits.
    private static let digitLimit = 19

    /// Reads a number by the grammar of JSON; nil where it departs from it, with the cursor there.
    @inline(__always)
    static func read(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> DecimalNumber? {
        let isNegative = cursor < end && cursor.pointee == UInt8(ascii: "-")
        if isNegative { cursor += 1 }
        let first = cursor
        var digits: UInt64 = 0
        var digitCount = 0
        if cursor < end, cursor.pointee == UInt8(ascii: "0") {
            cursor += 1
        } else {
            DigitRun.readShort(&cursor, end, into: &digits)
            digitCount = cursor - first
            guard digitCount > 0 else { return nil }
        }
        var fractionCount = 0
        if cursor < end, cursor.pointee == UInt8(ascii: ".") {
            cursor += 1
            let fraction = cursor
            DigitRun.readLong(&cursor, end, into: &digits)
            fractionCount = cursor - fraction
            guard fractionCount > 0 else { return nil }
        }
        let mantissaEnd = cursor
        var power = 0
        if cursor < end, cursor.pointee | 0x20 == UInt8(ascii: "e") {
            let exponent = readExponent(cursor + 1, end)
            cursor = exponent.end
            guard let given = exponent.power else { return nil }
            power = given
        }
        guard digitCount &+ fractionCount <= digitLimit else {
            return reading(
                UnsafeBufferPointer(start: first, count: mantissaEnd - first), exponent: power,
                isNegative: isNegative)
        }
        return DecimalNumber(
            digits: digits, exponent: power &- fractionCount, isNegative: isNegative,
            isTruncated: false)
    }

    /// Reads a sign if there is one, and digits; no power where there are none.
    private static func readExponent(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> (power: Int?, end: UnsafePointer<UInt8>) {
        var cursor = start
        var isNegative = false
        if cursor < end, cursor.pointee == UInt8(ascii: "-") || cursor.pointee == UInt8(ascii: "+")
        {
            isNegative = cursor.pointee == UInt8(ascii: "-")
            cursor += 1
        }
        let first = cursor
        var power = 0
        while cursor < end, cursor.pointee &- 0x30 < 10 {
            // Beyond this no text has digits enough to bring the number back into range.
            if power < 1 << 50 { power = power * 10 + Int(cursor.pointee &- 0x30) }
            cursor += 1
        }
        guard cursor > first else { return (nil, cursor) }
        return (isNegative ? -power : power, cursor)
    }

    /// Reads digits and at most one point, of any length.
    private static func reading(
        _ mantissa: UnsafeBufferPointer<UInt8>, exponent: Int, isNegative: Bool
    ) -> DecimalNumber {
        var number = DecimalNumber(
            digits: 0, exponent: exponent, isNegative: isNegative, isTruncated: false)
        var taken = 0
        var isFraction = false
        for byte in mantissa {
            guard byte != UInt8(ascii: ".") else {
                isFraction = true
                continue
            }
            let digit = UInt64(byte &- 0x30)
            if taken < digitLimit {
                number.digits = number.digits * 10 + digit
                if number.digits > 0 { taken += 1 }
                if isFraction { number.exponent -= 1 }
            } else {
                if digit > 0 { number.isTruncated = true }
                if !isFraction { number.exponent += 1 }
            }
        }
        return number
    }
}
