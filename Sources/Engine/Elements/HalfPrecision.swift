import Tensors

/// Widening and narrowing of `float16` and `bfloat16`, which are computed in `float32`.
enum HalfPrecision {
    /// Whether the type is one of the two.
    static func includes(_ type: ElementType) -> Bool { type == .float16 || type == .bfloat16 }

    /// Writes the `float32` values of half-precision numbers.
    static func widen(_ source: Operand, to destination: UnsafeMutablePointer<Float>) {
        let bits = source.address.assumingMemoryBound(to: UInt16.self)
        if source.elementType == .float16 {
            for index in 0..<source.shape.elementCount {
                destination[index] = Float(Float16(bitPattern: bits[index]))
            }
        } else {
            for index in 0..<source.shape.elementCount {
                destination[index] = Float(bitPattern: UInt32(bits[index]) << 16)
            }
        }
    }

    /// Writes `float32` values rounded to half precision, ties to even.
    static func narrow(_ source: UnsafePointer<Float>, to destination: Destination) {
        let bits = destination.address.assumingMemoryBound(to: UInt16.self)
        if destination.elementType == .float16 {
            for index in 0..<destination.shape.elementCount {
                bits[index] = Float16(source[index]).bitPattern
            }
        } else {
            for index in 0..<destination.shape.elementCount {
                bits[index] = bfloat16(source[index])
            }
        }
    }

    /// The upper half of a `float32`, rounded; not-a-number stays one.
    static func bfloat16(_ value: Float) -> UInt16 {
        let pattern = value.bitPattern
        if value.isNaN { return UInt16(pattern >> 16) | 0x40 }
        return UInt16(truncatingIfNeeded: (pattern &+ 0x7fff &+ ((pattern >> 16) & 1)) >> 16)
    }
}
