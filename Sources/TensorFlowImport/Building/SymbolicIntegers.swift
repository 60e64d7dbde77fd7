import Tensors

/// A scalar or vector of integers that shapes are computed from.
struct SymbolicIntegers: Hashable {
    var elements: [SymbolicInteger]
    /// Whether it has no dimension; then there is one element.
    var isScalar: Bool
    /// `int32` or `int64`.
    var elementType: ElementType

    init(_ elements: [SymbolicInteger], isScalar: Bool = false, elementType: ElementType = .int32) {
        self.elements = elements
        self.isScalar = isScalar
        self.elementType = elementType
    }

    /// The elements of a tensor; nil unless it is a small scalar or vector of integers.
    init?(_ tensor: Tensor) {
        guard tensor.shape.rank <= 1, tensor.elementCount <= Self.limit,
            let integers = tensor.integers
        else { return nil }
        self.init(
            integers.map(SymbolicInteger.known), isScalar: tensor.shape.rank == 0,
            elementType: tensor.elementType)
    }

    /// Shapes have few dimensions; what is longer is data.
    private static let limit = 4096

    /// The elements if all are known.
    var known: [Int]? {
        let values = elements.compactMap(\.knownValue)
        return values.count == elements.count ? values : nil
    }

    /// The tensor if all elements are known and fit.
    var tensor: Tensor? {
        guard let known else { return nil }
        let shape: Shape = isScalar ? .scalar : [known.count]
        if elementType == .int64 { return Tensor(known.map(Int64.init), shape: shape) }
        let narrow = known.compactMap { Int32(exactly: $0) }
        return narrow.count == known.count ? Tensor(narrow, shape: shape) : nil
    }

    /// Combines elements pairwise, a single one with all of the other's; nil if a result is not known.
    func combined(
        _ other: SymbolicIntegers,
        _ function: (SymbolicInteger, SymbolicInteger) -> SymbolicInteger?
    ) -> SymbolicIntegers? {
        let count = max(elements.count, other.elements.count)
        guard elements.count == count || elements.count == 1,
            other.elements.count == count || other.elements.count == 1
        else { return nil }
        var results: [SymbolicInteger] = []
        for index in 0..<count {
            let left = elements[elements.count == 1 ? 0 : index]
            let right = other.elements[other.elements.count == 1 ? 0 : index]
            guard let result = function(left, right) else { return nil }
            results.append(result)
        }
        return SymbolicIntegers(
            results, isScalar: isScalar && other.isScalar, elementType: elementType)
    }
}

extension Tensor {
    /// The elements as integers, if they are of a type that shapes and axes have.
    var integers: [Int]? {
        switch elementType {
        case .int32: elements(as: Int32.self).map(Int.init)
        case .int64: elements(as: Int64.self).map(Int.init)
        case .int16: elements(as: Int16.self).map(Int.init)
        case .int8: elements(as: Int8.self).map(Int.init)
        case .uint8: elements(as: UInt8.self).map(Int.init)
        default: nil
        }
    }
}
