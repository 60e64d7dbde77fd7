extension Tensor {
    /// The bytes that every `.npy` file starts with.
    public static var npyMagic: [UInt8] { NpyHeader.magic }

    /// Reads an array in NumPy's `.npy` format, version 1, 2 or 3.
    ///
    /// Big-endian elements and Fortran order are converted, and every boolean that is not 0 is
    /// true. The bytes must be the file and nothing else.
    ///
    /// - Throws: `NpyError` with the byte offset; for elements that are not booleans, integers or
    ///   floating-point numbers, `.unsupportedElementType`.
    public init(npy file: UnsafeRawBufferPointer) throws(NpyError) {
        let header = try NpyHeader(file)
        let width = header.type.elementType.byteCount
        guard let count = Shape.elementCountIfValid(header.shape),
            !count.multipliedReportingOverflow(by: width).overflow
        else { throw .shape(header.shape) }
        let data = UnsafeRawBufferPointer(rebasing: file[header.dataOffset...])
        guard data.count == count * width else {
            throw .elementBytes(
                offset: header.dataOffset, expected: count * width, given: data.count)
        }
        let shape = Shape(header.shape)
        self.init(shape: shape, elementType: header.type.elementType) { bytes in
            if header.isFortranOrder && shape.rank > 1 {
                bytes.copyTransposing(data, shape: shape, width: width)
            } else {
                bytes.copyMemory(from: data)
            }
            bytes.convertFromNpy(header.type)
        }
    }

    /// Reads an array in NumPy's `.npy` format, version 1, 2 or 3.
    ///
    /// - Throws: as the initializer that takes unowned bytes.
    public init(npy file: [UInt8]) throws(NpyError) {
        self = try file.withUnsafeBufferPointer { bytes throws(NpyError) in
            try Tensor(npy: UnsafeRawBufferPointer(bytes))
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Makes elements as they lie in a file those of a tensor: little-endian, and every boolean that
    /// is not 0 true.
    func convertFromNpy(_ type: NpyElementType) {
        if type.isBigEndian { swapBytes(ofElementsOfWidth: type.elementType.byteCount) }
        if type.elementType == .bool {
            for index in indices where self[index] > 1 { self[index] = 1 }
        }
    }

    private func swapBytes(ofElementsOfWidth width: Int) {
        switch width {
        case 2: swapBytes(of: UInt16.self)
        case 4: swapBytes(of: UInt32.self)
        default: swapBytes(of: UInt64.self)
        }
    }

    @inline(__always)
    private func swapBytes<Word: FixedWidthInteger & BitwiseCopyable>(of _: Word.Type) {
        let words = bindMemory(to: Word.self)
        for index in words.indices { words[index] = words[index].byteSwapped }
    }

    /// Copies elements whose first index changes fastest to where their last one does.
    fileprivate func copyTransposing(_ source: UnsafeRawBufferPointer, shape: Shape, width: Int) {
        switch width {
        case 1: copyTransposing(source, shape: shape, of: UInt8.self)
        case 2: copyTransposing(source, shape: shape, of: UInt16.self)
        case 4: copyTransposing(source, shape: shape, of: UInt32.self)
        default: copyTransposing(source, shape: shape, of: UInt64.self)
        }
    }

    @inline(__always)
    private func copyTransposing<Word: BitwiseCopyable>(
        _ source: UnsafeRawBufferPointer, shape: Shape, of _: Word.Type
    ) {
        let target = bindMemory(to: Word.self)
        let extents = shape.dimensions
        let strides = Array(Shape(extents.reversed()).strides.reversed())
        var position = [Int](repeating: 0, count: extents.count)
        var from = 0
        for index in target.indices {
            target[index] = source.loadUnaligned(
                fromByteOffset: from * MemoryLayout<Word>.size, as: Word.self)
            var axis = extents.count - 1
            while axis >= 0 {
                position[axis] += 1
                from += strides[axis]
                if position[axis] < extents[axis] { break }
                from -= strides[axis] * extents[axis]
                position[axis] = 0
                axis -= 1
            }
        }
    }
}
