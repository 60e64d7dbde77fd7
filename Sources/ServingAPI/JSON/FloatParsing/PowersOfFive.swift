/// The powers of five that decimal numbers in the range of binary64 need, to 128 bits.
enum PowersOfFive {
    /// The powers there are; below them every number of 64-bit digits rounds to zero, above them
    /// to infinity.
    static let exponents = -342...308

    /// For each exponent the first 128 bits of the power, the highest of them set, as its high and
    /// its low half.
    ///
    /// Cut off for exponents of at least zero and below −27, rounded up between, as the proof of
    /// the algorithm has it. Source: Lemire 2021, "Number Parsing at a Gigabyte per Second",
    /// section 5.
    static let halves: [UInt64] = {
        var negative: [UInt128] = []
        var positive: [UInt128] = []
        var power = Natural(1)
        for exponent in 0...exponents.upperBound {
            positive.append(power.leadingBits)
            power.multiply(by: 5)
            if exponent < 27 { negative.append(power.reciprocalBits + 1) }
        }
        power = Natural(1)
        for exponent in 1...(-exponents.lowerBound) {
            power.multiply(by: 5)
            if exponent > 27 { negative.append(power.reciprocalBits) }
        }
        return (negative.reversed() + positive).flatMap { bits in
            [UInt64(truncatingIfNeeded: bits >> 64), UInt64(truncatingIfNeeded: bits)]
        }
    }()
}

/// A natural number of up to 832 bits, which 2 · 5^342 needs.
private struct Natural {
    /// The least significant first.
    private var words = [UInt64](repeating: 0, count: 13)

    init(_ value: UInt64) { words[0] = value }

    mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for index in words.indices {
            let (high, low) = words[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[index] = sum
            carry = high + (overflow ? 1 : 0)
        }
    }

    /// The first 128 bits, with zeros behind where there are fewer; the number is not zero.
    var leadingBits: UInt128 {
        let top = words.lastIndex { $0 != 0 } ?? 0
        let shift = UInt64(words[top].leadingZeroBitCount)
        let next = [top, top - 1, top - 2].map { $0 >= 0 ? words[$0] : 0 }
        let bits = UInt128(next[0]) << 64 | UInt128(next[1])
        // A shift by 64 gives zero.
        return bits << UInt128(shift) | UInt128(next[2] >> (64 - shift))
    }

    /// The first 128 bits of 1 / this number, cut off; the number is odd and not 1.
    var reciprocalBits: UInt128 {
        // The remainder starts as the largest power of two below the divisor, so that the first
        // doubling gives the quotient's first bit.
        var remainder = Natural(0)
        let top = words.lastIndex { $0 != 0 } ?? 0
        remainder.words[top] = 1 << UInt64(63 - words[top].leadingZeroBitCount)
        var quotient: UInt128 = 0
        for _ in 0..<128 {
            remainder.double()
            quotient = quotient << 1 | (remainder.subtractIfPossible(self) ? 1 : 0)
        }
        return quotient
    }

    private mutating func double() {
        var carry: UInt64 = 0
        for index in words.indices {
            let word = words[index]
            words[index] = word << 1 | carry
            carry = word >> 63
        }
    }

    /// Subtracts and says so, unless the difference would be negative.
    private mutating func subtractIfPossible(_ subtrahend: Natural) -> Bool {
        var difference = self
        var borrow: UInt64 = 0
        for index in words.indices {
            let (first, overflow) = words[index].subtractingReportingOverflow(
                subtrahend.words[index])
            let (second, again) = first.subtractingReportingOverflow(borrow)
            difference.words[index] = second
            borrow = overflow || again ? 1 : 0
        }
        guard borrow == 0 else { return false }
        self = difference
        return true
    }
}
