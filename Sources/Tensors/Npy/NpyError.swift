/// Why bytes are not an array in NumPy's `.npy` format, or can't become one.
///
/// Offsets are in bytes from the start of the file.
public enum NpyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes don't start with `\x93NUMPY`.
    case notNpy
    /// A version other than 1, 2 and 3.
    case version(major: UInt8, minor: UInt8)
    /// The bytes end within the header.
    case truncatedHeader(expected: Int, given: Int)
    /// The header is not the dictionary it must be.
    case header(offset: Int, expected: String)
    /// Elements of a type that tensors don't have, as NumPy writes it.
    case unsupportedElementType(String)
    /// Extents too large to count.
    case shape([Int])
    /// More or fewer bytes of elements than the shape asks for.
    case elementBytes(offset: Int, expected: Int, given: Int)
    /// An array whose rows can't be read one after the other.
    case noRows(path: String, reason: String)
    /// A type that NumPy has no name for.
    case unwritable(ElementType)
    /// The file can't be read or written; the reason is the system's.
    case file(path: String, reason: String)

    /// What is wrong and where, in a sentence.
    public var description: String {
        switch self {
        case .notNpy: "not a .npy file: it does not start with \\x93NUMPY"
        case .version(let major, let minor):
            ".npy version \(major).\(minor) is not known; write it as version 1.0, 2.0 or 3.0"
        case .truncatedHeader(let expected, let given):
            ".npy header cut short: expected \(expected) bytes, given \(given)"
        case .header(let offset, let expected):
            "bad .npy header at byte \(offset): expected \(expected)"
        case .unsupportedElementType(let name):
            "elements of type \(name) are not supported; save booleans, integers or floats, "
                + "such as array.astype('float32')"
        case .shape(let extents): "the .npy shape \(extents) is too large"
        case .elementBytes(let offset, let expected, let given):
            "the .npy shape asks for \(expected) bytes of elements from byte \(offset), "
                + "given \(given)"
        case .noRows(let path, let reason): "\(path) can't be read row by row: \(reason)"
        case .unwritable(let type):
            "\(type) has no .npy form; convert to float32 before writing"
        case .file(let path, let reason): "\(path): \(reason)"
        }
    }
}
