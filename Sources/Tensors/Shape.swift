/// The extents of a tensor's dimensions, outermost first.
///
/// A scalar has no dimensions and one element.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The extent of each dimension, outermost first; none is negative.
    public let dimensions: [Int]

    /// Makes a shape from its extents, outermost first.
    ///
    /// - Precondition: no extent is negative. Check sizes that come from outside with
    ///   `elementCountIfValid(_:)` before.
    public init(_ dimensions: [Int]) {
        precondition(dimensions.allSatisfy { $0 >= 0 }, "a dimension is negative: \(dimensions)")
        self.dimensions = dimensions
    }

    /// Makes a shape from its extents, outermost first.
    public init(arrayLiteral elements: Int...) { self.init(elements) }

    /// The shape of a single value.
    public static let scalar = Shape([])

    /// The number of dimensions.
    public var rank: Int { dimensions.count }

    /// The number of elements: the product of the extents.
    public var elementCount: Int { dimensions.reduce(1, *) }

    /// The extent of the dimension at `axis`.
    public subscript(axis: Int) -> Int { dimensions[axis] }

    /// The distance in elements between neighbours along each axis, for row-major storage.
    public var strides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * dimensions[axis + 1]
        }
        return strides
    }

    /// This shape with another extent of the outermost dimension.
    ///
    /// - Precondition: the shape is not a scalar.
    public func withRowCount(_ count: Int) -> Shape {
        Shape([count] + dimensions.dropFirst())
    }

    /// The number of elements that `dimensions` describes, for sizes read from files and requests.
    ///
    /// Nil if an extent is negative, or the product of those that are not 0 does not fit an `Int`: so
    /// strides and parts of the shape can be computed too, also where an extent of 0 makes it empty.
    public static func elementCountIfValid(_ dimensions: [Int]) -> Int? {
        var count = 1
        var isEmpty = false
        for extent in dimensions {
            guard extent != 0 else {
                isEmpty = true
                continue
            }
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent > 0, !overflow else { return nil }
            count = product
        }
        return isEmpty ? 0 : count
    }

    /// The extents in brackets, such as `[32, 8, 8, 1]`.
    public var description: String {
        "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
    }
}
