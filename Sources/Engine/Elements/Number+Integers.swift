import Tensors

/// The integers' arithmetic: two's complement, wrapping.
protocol IntegerNumber: Number, FixedWidthInteger where Accumulator == Self {}

extension IntegerNumber {
    static var one: Self { 1 }
    static var lowest: Self { min }
    static var highest: Self { max }
    init(parameter: Float) { self.init(saturating: Double(parameter)) }
    init(count: Int) { self.init(truncatingIfNeeded: count) }

    @inline(__always) static func add(_ a: Self, _ b: Self) -> Self { a &+ b }
    @inline(__always) static func subtract(_ a: Self, _ b: Self) -> Self { a &- b }
    @inline(__always) static func multiply(_ a: Self, _ b: Self) -> Self { a &* b }
    @inline(__always) static func divide(_ a: Self, _ b: Self) -> Self {
        b == 0 ? 0 : a.dividedReportingOverflow(by: b).partialValue
    }
    @inline(__always) static func floorDivide(_ a: Self, _ b: Self) -> Self {
        let quotient = divide(a, b)
        let remainder = a &- quotient &* b
        return remainder != 0 && (remainder < 0) != (b < 0) ? quotient &- 1 : quotient
    }
    @inline(__always) static func floorModulo(_ a: Self, _ b: Self) -> Self {
        b == 0 ? 0 : a &- floorDivide(a, b) &* b
    }
    @inline(__always) static func negate(_ a: Self) -> Self { 0 &- a }
    @inline(__always) static func sign(_ a: Self) -> Self { a > 0 ? 1 : (a < 0 ? 0 &- 1 : 0) }

    /// By squaring; a negative exponent gives the quotient of 1 rounded towards zero.
    static func power(_ base: Self, _ exponent: Self) -> Self {
        guard exponent >= 0 else {
            if base == 1 { return 1 }
            return base &+ 1 == 0 ? (exponent & 1 == 0 ? 1 : base) : 0
        }
        var (result, factor, rest): (Self, Self, Self) = (1, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result = result &* factor }
            factor = factor &* factor
            rest >>= 1
        }
        return result
    }
}

extension FixedWidthInteger {
    /// The number without its fraction; the nearest representable if outside, 0 for not-a-number.
    @inline(__always) init(saturating value: Double) {
        if let exact = Self(exactly: value.rounded(.towardZero)) {
            self = exact
        } else {
            self = value.isNaN ? 0 : (value < 0 ? .min : .max)
        }
    }
}

extension Int8: IntegerNumber { typealias Accumulator = Int8 }
extension Int16: IntegerNumber { typealias Accumulator = Int16 }
extension Int32: IntegerNumber { typealias Accumulator = Int32 }
extension Int64: IntegerNumber { typealias Accumulator = Int64 }
extension UInt8: IntegerNumber { typealias Accumulator = UInt8 }
extension UInt16: IntegerNumber { typealias Accumulator = UInt16 }
extension UInt32: IntegerNumber { typealias Accumulator = UInt32 }
extension UInt64: IntegerNumber { typealias Accumulator = UInt64 }
