import Tensors
import Wire

extension TFDataType {
    /// The type itself for a type of value, the type of the variable's value for a reference.
    ///
    /// Source: tensorflow/core/framework/types.h, `RemoveRefType`.
    public var withoutReference: TFDataType {
        rawValue > Self.referenceOffset
            ? TFDataType(rawValue: rawValue - Self.referenceOffset) ?? self : self
    }

    /// The element type of tensors with such values, or of the variable for a reference; nil for
    /// types that are not plain numbers: strings, complex and quantized numbers, resources, variants.
    public var elementType: ElementType? {
        switch withoutReference {
        case .dtBool: .bool
        case .dtInt8: .int8
        case .dtInt16: .int16
        case .dtInt32: .int32
        case .dtInt64: .int64
        case .dtUint8: .uint8
        case .dtUint16: .uint16
        case .dtUint32: .uint32
        case .dtUint64: .uint64
        case .dtHalf: .float16
        case .dtBfloat16: .bfloat16
        case .dtFloat: .float32
        case .dtDouble: .float64
        default: nil
        }
    }

    /// The type of values that are elements of a tensor.
    public init(_ elementType: ElementType) {
        self =
            switch elementType {
            case .bool: .dtBool
            case .int8: .dtInt8
            case .int16: .dtInt16
            case .int32: .dtInt32
            case .int64: .dtInt64
            case .uint8: .dtUint8
            case .uint16: .dtUint16
            case .uint32: .dtUint32
            case .uint64: .dtUint64
            case .float16: .dtHalf
            case .bfloat16: .dtBfloat16
            case .float32: .dtFloat
            case .float64: .dtDouble
            }
    }

    /// The size in bytes of a stored value; nil where values differ in size or the type is unknown.
    var valueByteCount: Int? {
        if let elementType { return elementType.byteCount }
        return switch withoutReference {
        case .dtQint8, .dtQuint8: 1
        case .dtQint16, .dtQuint16: 2
        case .dtQint32: 4
        case .dtComplex64: 8
        case .dtComplex128: 16
        default: nil
        }
    }

    /// TensorFlow's name of the type in Python, such as `float32` or `string_ref`.
    public var name: String {
        let value = withoutReference
        return value == self ? value.valueName : value.valueName + "_ref"
    }

    private var valueName: String {
        if let elementType { return elementType.rawValue }
        return switch self {
        case .dtString: "string"
        case .dtComplex64: "complex64"
        case .dtComplex128: "complex128"
        case .dtQint8: "qint8"
        case .dtQuint8: "quint8"
        case .dtQint16: "qint16"
        case .dtQuint16: "quint16"
        case .dtQint32: "qint32"
        case .dtResource: "resource"
        case .dtVariant: "variant"
        default: "DataType(\(rawValue))"
        }
    }

    private static let referenceOffset = 100
}
