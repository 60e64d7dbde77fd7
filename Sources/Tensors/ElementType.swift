/// The type of a tensor's elements, in the field's usual names.
///
/// Values are stored little-endian, rows first, without padding.
public enum ElementType: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64
    case float16, bfloat16, float32, float64

    /// The size of one element in bytes.
    public var byteCount: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16, .float16, .bfloat16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether elements are floating-point numbers.
    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .bfloat16, .float32, .float64: true
        default: false
        }
    }

    /// The name people read in messages, such as `float32`.
    public var description: String { rawValue }
}

/// A Swift type whose memory layout is that of one `ElementType`.
///
/// Conforming types are trivial: any bit pattern may be copied as bytes.
public protocol TensorElement: BitwiseCopyable, Sendable {
    /// The element type this Swift type stores.
    static var elementType: ElementType { get }
}

extension Bool: TensorElement {
    /// Stored as one byte, 0 or 1.
    public static var elementType: ElementType { .bool }
}
extension Int8: TensorElement {
    /// Stored as one signed byte.
    public static var elementType: ElementType { .int8 }
}
extension Int16: TensorElement {
    /// Stored as two bytes, signed.
    public static var elementType: ElementType { .int16 }
}
extension Int32: TensorElement {
    /// Stored as four bytes, signed.
    public static var elementType: ElementType { .int32 }
}
extension Int64: TensorElement {
    /// Stored as eight bytes, signed.
    public static var elementType: ElementType { .int64 }
}
extension UInt8: TensorElement {
    /// Stored as one byte.
    public static var elementType: ElementType { .uint8 }
}
extension UInt16: TensorElement {
    /// Stored as two bytes.
    public static var elementType: ElementType { .uint16 }
}
extension UInt32: TensorElement {
    /// Stored as four bytes.
    public static var elementType: ElementType { .uint32 }
}
extension UInt64: TensorElement {
    /// Stored as eight bytes.
    public static var elementType: ElementType { .uint64 }
}
extension Float: TensorElement {
    /// IEEE 754 binary32.
    public static var elementType: ElementType { .float32 }
}
extension Double: TensorElement {
    /// IEEE 754 binary64.
    public static var elementType: ElementType { .float64 }
}
