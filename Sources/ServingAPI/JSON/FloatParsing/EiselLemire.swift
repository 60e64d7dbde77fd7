/// Decimal to binary conversion with one or two 64-bit multiplications.
///
/// Source: Lemire 2021, "Number Parsing at a Gigabyte per Second", algorithm 1.
enum EiselLemire {
    /// The bits of the `Format` number nearest to `digits` × 10^`exponent`, ties to even, without
    /// a sign; nil in the rare case that the multiplication can't decide.
    @inline(__always)
    static func bits<Format: DecimalFormat>(
        _ digits: UInt64, exponent: Int, in format: Format.Type
    ) -> UInt64? {
        guard digits != 0, exponent >= PowersOfFive.exponents.lowerBound else { return 0 }
        let infinity = UInt64(Format.exponentLimit) << UInt64(Format.fractionBits)
        guard exponent <= PowersOfFive.exponents.upperBound else { return infinity }

        let leadingZeros = digits.leadingZeroBitCount
        let significand = digits << UInt64(leadingZeros)
        guard let product = product(significand, exponent: exponent, Format.self) else {
            return nil
        }
        let upperBit = Int(product.high >> 63)
        // One bit more than the fraction and the leading one, to round by.
        let shift = upperBit + 64 - Format.fractionBits - 3
        var mantissa = product.high >> UInt64(shift)
        // 217706 / 2^16 is the binary logarithm of 10.
        let binaryExponent =
            ((217_706 * exponent) >> 16) + 63 + upperBit - leadingZeros + Format.exponentBias

        guard binaryExponent > 0 else {
            // Too small for a leading one: the mantissa moves right until the exponent fits.
            guard binaryExponent > -63 else { return 0 }
            mantissa >>= UInt64(1 - binaryExponent)
            // A mantissa that rounds up to the leading one is the smallest normal number, whose
            // exponent field that very bit sets.
            return (mantissa + (mantissa & 1)) >> 1
        }
        if product.low <= 1, Format.tieExponents.contains(exponent), mantissa & 3 == 1,
            mantissa << UInt64(shift) == product.high
        {
            // Exactly halfway, and even below: it must not be rounded up.
            mantissa &= ~1
        }
        mantissa = (mantissa + (mantissa & 1)) >> 1
        // A mantissa that rounds up to a power of two carries into the exponent by itself.
        let leadingOne = UInt64(1) << UInt64(Format.fractionBits)
        guard binaryExponent < Format.exponentLimit else { return infinity }
        return (UInt64(binaryExponent) << UInt64(Format.fractionBits)) + (mantissa - leadingOne)
    }

    /// The upper 128 bits of the product with the power of five, as exact as rounding needs; nil
    /// where the bits cut off might carry.
    @inline(__always)
    private static func product<Format: DecimalFormat>(
        _ significand: UInt64, exponent: Int, _: Format.Type
    ) -> (high: UInt64, low: UInt64)? {
        let index = 2 * (exponent - PowersOfFive.exponents.lowerBound)
        var (high, low) = significand.multipliedFullWidth(by: PowersOfFive.halves[index])
        let undecided = UInt64.max >> UInt64(Format.fractionBits + 3)
        if high & undecided == undecided {
            let correction = significand.multipliedFullWidth(
                by: PowersOfFive.halves[index + 1])
            let (sum, carry) = low.addingReportingOverflow(correction.high)
            low = sum
            if carry { high += 1 }
            if low == .max, !(-27...55).contains(exponent) { return nil }
        }
        return (high, low)
    }
}
