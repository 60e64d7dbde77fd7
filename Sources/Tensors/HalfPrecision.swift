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

    /// The nearest number to `value`, ties to even; a NaN stays a NaN.
    public init(_ value: Float) {
        let bits = value.bitPattern
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
}
