extension Tensor {
    /// This tensor with elements of another type, each the nearest there is.
    ///
    /// Floating-point numbers become any floating-point type; integers and booleans (as 0 and 1)
    /// become any numeric type. Numbers beyond a floating-point type's range become infinite.
    /// A tensor that has the type already is returned as it is.
    ///
    /// - Throws: `.notConvertible` from floating point to integers and from numbers to booleans,
    ///   `.outOfRange` when an integer does not fit.
    public func converted(to target: ElementType) throws(TensorConversionError) -> Tensor {
        switch elementType {
        case target: self
        case .bool: try convertingBooleans(to: target)
        case .int8: try convertingIntegers(of: Int8.self, to: target)
        case .int16: try convertingIntegers(of: Int16.self, to: target)
        case .int32: try convertingIntegers(of: Int32.self, to: target)
        case .int64: try convertingIntegers(of: Int64.self, to: target)
        case .uint8: try convertingIntegers(of: UInt8.self, to: target)
        case .uint16: try convertingIntegers(of: UInt16.self, to: target)
        case .uint32: try convertingIntegers(of: UInt32.self, to: target)
        case .uint64: try convertingIntegers(of: UInt64.self, to: target)
        case .float16: try mapping { (value: Float16) in Float(value) }.converted(to: target)
        case .bfloat16: try mapping { (value: BFloat16) in Float(value) }.converted(to: target)
        case .float32: try convertingFloats(of: Float.self, to: target)
        case .float64: try convertingFloats(of: Double.self, to: target)
        }
    }

    private func convertingBooleans(
        to target: ElementType
    ) throws(TensorConversionError) -> Tensor {
        try mapping { (value: Bool) in value ? UInt8(1) : 0 }.converted(to: target)
    }

    @inline(__always)
    private func convertingFloats<Source: TensorElement & BinaryFloatingPoint>(
        of source: Source.Type, to target: ElementType
    ) throws(TensorConversionError) -> Tensor {
        switch target {
        case .float16: mapping { (value: Source) in Float16(value) }
        case .bfloat16: mapping { (value: Source) in BFloat16(Double(value)) }
        case .float32: mapping { (value: Source) in Float(value) }
        case .float64: mapping { (value: Source) in Double(value) }
        default: throw .notConvertible(from: elementType, to: target)
        }
    }

    @inline(__always)
    private func convertingIntegers<Source: TensorElement & FixedWidthInteger>(
        of source: Source.Type, to target: ElementType
    ) throws(TensorConversionError) -> Tensor {
        switch target {
        case .bool: throw .notConvertible(from: elementType, to: target)
        case .int8: try fitting(source, in: Int8.self)
        case .int16: try fitting(source, in: Int16.self)
        case .int32: try fitting(source, in: Int32.self)
        case .int64: try fitting(source, in: Int64.self)
        case .uint8: try fitting(source, in: UInt8.self)
        case .uint16: try fitting(source, in: UInt16.self)
        case .uint32: try fitting(source, in: UInt32.self)
        case .uint64: try fitting(source, in: UInt64.self)
        case .float16: mapping { (value: Source) in Float16(value) }
        case .bfloat16:
            mapping { (value: Source) in BFloat16(Double(value)) }
        case .float32: mapping { (value: Source) in Float(value) }
        case .float64: mapping { (value: Source) in Double(value) }
        }
    }

    @inline(__always)
    private func mapping<Source: TensorElement, Target: TensorElement>(
        _ transform: (Source) -> Target
    ) -> Tensor {
        withElements(of: Source.self) { source in
            Tensor(shape: shape, elementType: Target.elementType) { bytes in
                let target = bytes.bindMemory(to: Target.self)
                for index in source.indices { target[index] = transform(source[index]) }
            }
        }
    }

    @inline(__always)
    private func fitting<
        Source: TensorElement & FixedWidthInteger, Target: TensorElement & FixedWidthInteger
    >(_: Source.Type, in _: Target.Type) throws(TensorConversionError) -> Tensor {
        try withElements(of: Source.self) { source throws(TensorConversionError) in
            for index in source.indices where Target(exactly: source[index]) == nil {
                throw .outOfRange(
                    index: index, value: String(source[index]), to: Target.elementType)
            }
            return mapping { (value: Source) in Target(truncatingIfNeeded: value) }
        }
    }
}
