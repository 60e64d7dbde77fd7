import Glibc

/// A binary floating-point format that decimal numbers are rounded to.
protocol DecimalFormat: BinaryFloatingPoint {
    /// The bits behind the leading one.
    static var fractionBits: Int { get }
    /// What is added to a power of two in the exponent field.
    static var exponentBias: Int { get }
    /// The exponent field of infinity.
    static var exponentLimit: Int { get }
    /// The decimal exponents for which a number can lie exactly between two neighbours.
    static var tieExponents: ClosedRange<Int> { get }
    /// The number with these bits.
    init(magnitudeBits: UInt64)
    /// The number that the C library reads from text that ends with a zero byte.
    static func fromLibrary(_ text: UnsafePointer<CChar>) -> Self
    /// The nearest number where plain arithmetic provably gives it.
    static func byArithmetic(_ number: DecimalNumber) -> Self?
}

extension Float: DecimalFormat {
    static var fractionBits: Int { 23 }
    static var exponentBias: Int { 127 }
    static var exponentLimit: Int { 0xFF }
    static var tieExponents: ClosedRange<Int> { -17...10 }

    @inline(__always)
    init(magnitudeBits: UInt64) { self.init(bitPattern: UInt32(truncatingIfNeeded: magnitudeBits)) }

    static func fromLibrary(_ text: UnsafePointer<CChar>) -> Float { strtof(text, nil) }

    /// The nearest binary64 number rounded once more, unless it lies exactly between two binary32
    /// numbers: only then can the first rounding have changed the second.
    ///
    /// All results are zero or within the range of normal numbers, 10^-22 to 2^53 · 10^22.
    @inline(__always)
    static func byArithmetic(_ number: DecimalNumber) -> Float? {
        guard let double = Double.byArithmetic(number),
            double.bitPattern & 0x1FFF_FFFF != 0x1000_0000
        else { return nil }
        return Float(double)
    }
}

extension Double: DecimalFormat {
    static var fractionBits: Int { 52 }
    static var exponentBias: Int { 1023 }
    static var exponentLimit: Int { 0x7FF }
    static var tieExponents: ClosedRange<Int> { -4...23 }

    @inline(__always)
    init(magnitudeBits: UInt64) { self.init(bitPattern: magnitudeBits) }

    static func fromLibrary(_ text: UnsafePointer<CChar>) -> Double { strtod(text, nil) }

    /// Digits and power of ten are exact up to 2^53 and 10^22, so one operation rounds once.
    ///
    /// Source: Clinger 1990, "How to Read Floating Point Numbers Accurately".
    @inline(__always)
    static func byArithmetic(_ number: DecimalNumber) -> Double? {
        guard number.digits <= 1 << 53, !number.isTruncated,
            (-22...22).contains(number.exponent)
        else { return nil }
        // As a signed number, which takes one instruction.
        let digits = Double(Int64(bitPattern: number.digits))
        return number.exponent < 0
            ? digits / powersOfTen[-number.exponent] : digits * powersOfTen[number.exponent]
    }
}

private let powersOfTen: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]
