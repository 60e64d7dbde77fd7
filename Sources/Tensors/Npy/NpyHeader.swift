/// What stands before the elements of a `.npy` file.
///
/// Source: NumPy enhancement proposal 1 and `numpy/lib/format.py`.
struct NpyHeader: Hashable {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    var type: NpyElementType
    var isFortranOrder: Bool
    var shape: [Int]
    /// Where the elements start.
    var dataOffset: Int

    /// Reads the header of a file of any version.
    init(_ file: UnsafeRawBufferPointer) throws(NpyError) {
        guard file.count >= Self.magic.count,
            file.prefix(Self.magic.count).elementsEqual(Self.magic)
        else { throw .notNpy }
        let versionEnd = Self.magic.count + 2
        guard file.count >= versionEnd else {
            throw .truncatedHeader(expected: versionEnd, given: file.count)
        }
        let major = file[Self.magic.count]
        let lengthBytes: Int
        switch major {
        case 1: lengthBytes = 2
        case 2, 3: lengthBytes = 4
        default: throw .version(major: major, minor: file[Self.magic.count + 1])
        }
        let start = versionEnd + lengthBytes
        guard file.count >= start else {
            throw .truncatedHeader(expected: start, given: file.count)
        }
        let length = file[versionEnd..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard file.count - start >= length else {
            throw .truncatedHeader(expected: start + length, given: file.count)
        }
        var reader = NpyDictionaryReader(file, range: start..<start + length)
        let entries = try reader.read()
        type = try NpyElementType(typeString: entries.typeString)
        isFortranOrder = entries.isFortranOrder
        shape = entries.shape
        dataOffset = start + length
    }

    /// The bytes before the elements of a row-major array, as version 1.0; the elements that
    /// follow are aligned to 64 bytes.
    ///
    /// - Precondition: the header fits 65,535 bytes, which takes some 3,000 extents to exceed.
    static func bytes(typeString: String, shape: Shape) -> [UInt8] {
        let extents = shape.dimensions.map(String.init)
        let tuple = extents.count == 1 ? "\(extents[0])," : extents.joined(separator: ", ")
        let dictionary =
            "{'descr': '\(typeString)', 'fortran_order': False, 'shape': (\(tuple)), }"
        let preamble = magic.count + 4
        let unpadded = preamble + dictionary.utf8.count + 1
        let padding = (64 - unpadded % 64) % 64
        let length = dictionary.utf8.count + padding + 1
        var bytes = magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
        bytes += dictionary.utf8
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: padding)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
