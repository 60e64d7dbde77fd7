extension Tensor {
    /// This tensor as a file in NumPy's `.npy` format, version 1.0, row-major and little-endian.
    ///
    /// - Throws: `.unwritable` for `bfloat16`, which NumPy does not have.
    public func npyBytes() throws(NpyError) -> [UInt8] {
        let typeString = try NpyElementType.typeString(of: elementType)
        var file = NpyHeader.bytes(typeString: typeString, shape: shape)
        file.reserveCapacity(file.count + byteCount)
        withUnsafeBytes { file.append(contentsOf: $0) }
        return file
    }
}
