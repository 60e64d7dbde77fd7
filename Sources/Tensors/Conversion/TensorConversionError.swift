/// Why a tensor can't be given another element type.
public enum TensorConversionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No value of the one type stands for a value of the other.
    case notConvertible(from: ElementType, to: ElementType)
    /// An element, at `index` in row-major order, has no place in the other type.
    case outOfRange(index: Int, value: String, to: ElementType)

    /// What doesn't fit, in a sentence.
    public var description: String {
        switch self {
        case .notConvertible(let from, let to): "\(from) can't be converted to \(to)"
        case .outOfRange(let index, let value, let to):
            "element \(index) is \(value), which does not fit \(to)"
        }
    }
}
