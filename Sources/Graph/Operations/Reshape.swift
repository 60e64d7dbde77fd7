/// The same elements in other dimensions.
///
/// Input: a value. Result: the same elements, row-major, in `dimensions`.
public struct Reshape: Hashable, OperationPayload {
    /// The dimensions of the result; importers resolve a `-1` before by `resolving(_:from:)`.
    public var dimensions: [Dimension]

    /// Makes a reshape to the given dimensions.
    public init(to dimensions: [Dimension]) { self.dimensions = dimensions }

    var mnemonic: String { "reshape" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        guard Extent(inputs[0].dimensions) == Extent(dimensions) else {
            throw TypeMismatch("\(inputs[0]) can't take the dimensions \(dimensions)")
        }
        return inputs[0].with(dimensions: dimensions)
    }

    /// The dimensions of a reshape of `source` where at most one is unknown (nil, TensorFlow's −1);
    /// nil if no dimension fits.
    public static func resolving(_ target: [Dimension?], from source: ValueType) -> [Dimension]? {
        guard let unknown = target.firstIndex(of: nil) else { return target.compactMap { $0 } }
        var resolved = target
        resolved[unknown] = .fixed(1)
        let known = resolved.compactMap { $0 }
        guard known.count == target.count else { return nil }
        let whole = Extent(source.dimensions)
        let part = Extent(known)
        guard part.factor > 0, whole.factor % part.factor == 0 else { return nil }
        let quotient = whole.factor / part.factor
        switch whole.batchPower - part.batchPower {
        case 0: resolved[unknown] = .fixed(quotient)
        case 1 where quotient > 0: resolved[unknown] = .batch(times: quotient)
        default: return nil
        }
        return resolved.compactMap { $0 }
    }

    /// A number of elements: `factor · N^batchPower`.
    private struct Extent: Equatable {
        var factor = 1
        var batchPower = 0

        init(_ dimensions: [Dimension]) {
            for dimension in dimensions {
                switch dimension {
                case .fixed(let extent): factor *= extent
                case .batch(let times):
                    factor *= times
                    batchPower += 1
                }
            }
        }
    }
}
