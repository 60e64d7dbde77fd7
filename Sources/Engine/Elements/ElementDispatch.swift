import Tensors

/// A kernel for numbers of any type; one specialization is compiled per element type.
protocol NumberKernel {
    func run<Element: Number>(_: Element.Type)
}

/// A kernel for `float32` and `float64`.
protocol RealKernel {
    func run<Element: RealNumber>(_: Element.Type)
}

/// A kernel that moves elements and only needs to know how wide they are.
protocol MovingKernel {
    func run<Element: FixedWidthInteger & TensorElement>(_: Element.Type)
}

extension NumberKernel {
    /// Runs the kernel for elements of a type, which must be a number of 4-byte floating point or
    /// any other Swift type.
    @inline(__always) func run(for type: ElementType) {
        switch type {
        case .int8: run(Int8.self)
        case .int16: run(Int16.self)
        case .int32: run(Int32.self)
        case .int64: run(Int64.self)
        case .uint8: run(UInt8.self)
        case .uint16: run(UInt16.self)
        case .uint32: run(UInt32.self)
        case .uint64: run(UInt64.self)
        case .float32: run(Float.self)
        case .float64: run(Double.self)
        case .bool, .float16, .bfloat16: preconditionFailure("\(type) has no arithmetic")
        }
    }
}

extension RealKernel {
    /// Runs the kernel for elements of a type, which must be `float32` or `float64`.
    @inline(__always) func run(for type: ElementType) {
        switch type {
        case .float32: run(Float.self)
        case .float64: run(Double.self)
        default: preconditionFailure("\(type) is not a real number type")
        }
    }
}

extension MovingKernel {
    /// Runs the kernel for elements of a width in bytes.
    @inline(__always) func run(forWidth byteCount: Int) {
        switch byteCount {
        case 1: run(UInt8.self)
        case 2: run(UInt16.self)
        case 4: run(UInt32.self)
        default: run(UInt64.self)
        }
    }
}
