/// An element type with its byte order, as NumPy's type strings give it.
///
/// Source: NumPy's array interface, `typestr`.
struct NpyElementType: Hashable {
    let elementType: ElementType
    let isBigEndian: Bool

    private static let names: [ElementType: String] = [
        .bool: "b1", .int8: "i1", .int16: "i2", .int32: "i4", .int64: "i8",
        .uint8: "u1", .uint16: "u2", .uint32: "u4", .uint64: "u8",
        .float16: "f2", .float32: "f4", .float64: "f8",
    ]
    private static let types = Dictionary(
        uniqueKeysWithValues: names.map { type, name in (name, type) })

    /// Reads a type string such as `<f4`; throws what it can't stand for.
    init(typeString: String) throws(NpyError) {
        guard let order = typeString.first, "<>=|".contains(order),
            let type = Self.types[String(typeString.dropFirst())],
            order != "|" || type.byteCount == 1
        else { throw .unsupportedElementType("'\(typeString)'") }
        elementType = type
        isBigEndian = order == ">" && type.byteCount > 1
    }

    /// The type string of a little-endian array of `type`.
    static func typeString(of type: ElementType) throws(NpyError) -> String {
        guard let name = names[type] else { throw .unwritable(type) }
        return (type.byteCount == 1 ? "|" : "<") + name
    }
}
