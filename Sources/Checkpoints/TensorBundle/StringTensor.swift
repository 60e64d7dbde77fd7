import Wire

/// The stored form of a tensor whose elements differ in size: strings, or serialized variants.
///
/// The checksum does not run over the bytes as stored: a length counts as four bytes, or eight if it
/// needs them or belongs to a variant.
/// Source: tensorflow/core/util/tensor_bundle/tensor_bundle.cc, `WriteStringTensor` and
/// `WriteVariantTensor`.
struct StringTensor {
    /// The elements, row-major, sharing the storage of the bytes given.
    let elements: [ArraySlice<UInt8>]
    /// The CRC-32C as TensorFlow computes it, unmasked.
    let checksum: UInt32

    /// Splits bytes that hold all lengths, a checksum of them, and then the elements.
    ///
    /// - Throws: `WireError` if the lengths do not add up to the bytes.
    init(strings bytes: [UInt8], elementCount: Int) throws(WireError) {
        var reader = ByteReader(bytes, part: "string tensor")
        try reader.require(elementCount)
        var check = CRC32C()
        var lengths: [Int] = []
        lengths.reserveCapacity(elementCount)
        for _ in 0..<elementCount {
            let length = try reader.length()
            withUnsafeBytes(of: UInt32(length).littleEndian) { check.update($0) }
            lengths.append(length)
        }
        check.update(try reader.slice(count: 4))
        var elements: [ArraySlice<UInt8>] = []
        elements.reserveCapacity(elementCount)
        for length in lengths {
            let element = try reader.slice(count: length)
            check.update(element)
            elements.append(element)
        }
        try reader.requireEnd()
        self.elements = elements
        checksum = check.value
    }

    /// Splits bytes that hold for each element its length, its bytes and a checksum so far.
    ///
    /// - Throws: `WireError` if the lengths do not add up to the bytes.
    init(variants bytes: [UInt8], elementCount: Int) throws(WireError) {
        var reader = ByteReader(bytes, part: "variant tensor")
        try reader.require(elementCount)
        var check = CRC32C()
        var elements: [ArraySlice<UInt8>] = []
        elements.reserveCapacity(elementCount)
        for _ in 0..<elementCount {
            let length = try reader.length()
            withUnsafeBytes(of: UInt64(length).littleEndian) { check.update($0) }
            let element = try reader.slice(count: length)
            check.update(element)
            check.update(try reader.slice(count: 4))
            elements.append(element)
        }
        try reader.requireEnd()
        self.elements = elements
        checksum = check.value
    }
}
