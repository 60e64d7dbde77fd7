/// The extent of one dimension of a value: known, or a multiple of the batch size.
///
/// The batch size is the only thing about a shape that is not known before a request comes.
public enum Dimension: Hashable, Sendable, CustomStringConvertible {
    /// A known extent, not negative.
    case fixed(Int)
    /// So many times the batch size; the factor is at least 1. A factor above 1 comes from a reshape
    /// that merges the batch with other dimensions.
    case batch(times: Int)

    /// The batch size itself.
    public static let batch = Dimension.batch(times: 1)

    /// The extent if it is known.
    public var fixedExtent: Int? {
        if case .fixed(let extent) = self { extent } else { nil }
    }

    /// The extent for a batch of `batchSize` rows.
    public func extent(batchSize: Int) -> Int {
        switch self {
        case .fixed(let extent): extent
        case .batch(let times): times * batchSize
        }
    }

    /// The extent, with `N` for the batch size.
    public var description: String {
        switch self {
        case .fixed(let extent): "\(extent)"
        case .batch(times: 1): "N"
        case .batch(let times): "\(times)N"
        }
    }
}
