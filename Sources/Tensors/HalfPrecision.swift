extension Float16: TensorElement {
    /// IEEE 754 binary16.
    public static var elementType: ElementType { .float16 }
}

/// The upper half of a binary32 number: its sign, its eight exponent bits and seven bits of
/// fraction.
public struct BFloat16: TensorElement, Hashable {
    /// Sign, exponent and fraction, most significant first.
    public let bitPattern: UInt16

    /// Makes the number with these bits.
    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// The nearest number to `value`, which is rounded once, ties to even; a NaN stays a NaN.
    public init(_ value: Double) {
        let bits = Float(roundedToOdd: value).bitPattern
        if value.isNaN {
            let quietBit: UInt16 = 0x40
            self.init(bitPattern: UInt16(truncatingIfNeeded: bits >> 16) | quietBit)
        } else {
            let roundingBias = 0x7FFF + ((bits >> 16) & 1)
            self.init(bitPattern: UInt16(truncatingIfNeeded: (bits + roundingBias) >> 16))
        }
    }

    /// Stored as two bytes.
    public static var elementType: ElementType { .bfloat16 }
}

extension Float {
    /// The same number, exactly.
    public init(_ value: BFloat16) { self.init(bitPattern: UInt32(value.bitPattern) << 16) }

    /// `value` cut to binary32 so that rounding the result once more, to a narrower type, gives
    /// what rounding `value` itself would: the last bit says whether anything was cut off.
    ///
    /// Source: Boldo and Melquiond 2008, "Emulation of FMA and correctly rounded sums".
    fileprivate init(roundedToOdd value: Double) {
        let nearest = Float(value)
        guard nearest.isFinite, Double(nearest) != value else {
            self = nearest
            return
        }
        let towardZero =
            Double(nearest).magnitude > value.magnitude
            ? Float(bitPattern: nearest.bitPattern - 1) : nearest
        self = Float(bitPattern: towardZero.bitPattern | 1)
    }
}
