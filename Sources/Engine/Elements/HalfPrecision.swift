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
                destination[index] = Float(BFloat16(bitPattern: bits[index]))
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
                bits[index] = BFloat16(Double(source[index])).bitPattern
            }
        }
    }
}
