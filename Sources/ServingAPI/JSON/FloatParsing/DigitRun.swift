/// Decimal digits, read eight or sixteen at a time.
///
/// Digits are loaded as words, their number found from the first byte that is no digit, and their
/// value computed with a few multiplications. There is no branch on how many digits a number has,
/// which no processor could foretell.
enum DigitRun {
    /// Appends the digits at the cursor to `value`, modulo 2^64, and moves behind them; for numbers
    /// that mostly have fewer than eight.
    @inline(__always)
    static func readShort(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
        into value: inout UInt64
    ) {
        while end - cursor >= 8 {
            let word = load(cursor)
            let count = leadingDigitCount(word)
            // A shift by all 64 bits would be none, and there is nothing to append.
            guard count > 0 else { return }
            let digits = values(word) &<< UInt64(64 &- 8 &* count)
            value = value &* powersOfTen[count] &+ eightDigits(digits)
            cursor += count
            guard count == 8 else { return }
        }
        readTail(&cursor, end, into: &value)
    }

    /// Appends the digits at the cursor to `value`, modulo 2^64, and moves behind them; for numbers
    /// that have eight digits as often as not.
    @inline(__always)
    static func readLong(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
        into value: inout UInt64
    ) {
        if end - cursor >= 16 {
            let first = load(cursor)
            let second = load(cursor + 8)
            let firstCount = leadingDigitCount(first)
            // None of the second word's digits count unless all of the first do.
            let count = firstCount &+ (leadingDigitCount(second) & (0 &- (firstCount >> 3)))
            // The digits become the last of sixteen, with zeros before them; what was behind them
            // is shifted out.
            let digits =
                (UInt128(values(second)) << 64 | UInt128(values(first)))
                << UInt128(128 &- 8 &* count)
            value =
                value &* powersOfTen[count]
                &+ eightDigits(UInt64(truncatingIfNeeded: digits)) &* powersOfTen[8]
                &+ eightDigits(UInt64(truncatingIfNeeded: digits >> 64))
            cursor += count
            guard count == 16 else { return }
        }
        readShort(&cursor, end, into: &value)
    }

    /// As the others, for where there are fewer bytes than a word has.
    @inline(__always)
    private static func readTail(
        _ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
        into value: inout UInt64
    ) {
        while cursor < end, cursor.pointee &- 0x30 < 10 {
            value = value &* 10 &+ UInt64(cursor.pointee &- 0x30)
            cursor += 1
        }
    }

    @inline(__always)
    private static func load(_ cursor: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
    }

    /// The values of the digits that the word starts with; nothing of use behind them.
    @inline(__always)
    private static func values(_ word: UInt64) -> UInt64 { word &- 0x3030_3030_3030_3030 }

    /// How many of the word's first bytes, the lowest first, are digits.
    @inline(__always)
    static func leadingDigitCount(_ word: UInt64) -> Int {
        let flipped = word ^ 0x3030_3030_3030_3030
        // A byte above 9 sets its highest bit; carries reach only bytes behind the first such.
        let others = ((flipped &+ 0x7676_7676_7676_7676) | flipped) & 0x8080_8080_8080_8080
        return others.trailingZeroBitCount >> 3
    }

    /// The value of eight digits, 0 to 9 each in its byte, the lowest byte most significant.
    @inline(__always)
    static func eightDigits(_ digits: UInt64) -> UInt64 {
        let pairs = (digits &* 10) &+ (digits >> 8)
        let first = (pairs & 0x0000_00FF_0000_00FF) &* (100 + (1_000_000 << 32))
        let second = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* (1 + (10_000 << 32))
        return (first &+ second) >> 32
    }
}

/// The powers of ten to the sixteenth; a table, because a switch would become a jump that no
/// processor could foretell.
private let powersOfTen: InlineArray<17, UInt64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000,
]
