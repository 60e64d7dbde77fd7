/// A part of a value: along each axis, elements `begin, begin + step, …`.
///
/// Input: a value. Result: the same rank. An axis that is the batch must be taken whole.
public struct Slice: Hashable, OperationPayload {
    /// What is taken along one axis.
    public struct Span: Hashable, Sendable {
        /// The first index taken.
        public var begin: Int
        /// How many are taken.
        public var count: Int
        /// The distance between those taken; negative walks backwards.
        public var step: Int

        /// Makes a span from its parts.
        public init(begin: Int, count: Int, step: Int = 1) {
            self.begin = begin
            self.count = count
            self.step = step
        }
    }

    /// What is taken along each axis; nil takes the whole axis as it is.
    public var spans: [Span?]

    /// Makes a slice from its spans.
    public init(_ spans: [Span?]) { self.spans = spans }

    var mnemonic: String { "slice" }

    func resultType(_ inputs: [ValueType]) throws(TypeMismatch) -> ValueType {
        try expect(inputs, count: 1)
        guard spans.count == inputs[0].rank else {
            throw TypeMismatch("\(spans.count) spans can't slice \(inputs[0])")
        }
        var dimensions = inputs[0].dimensions
        for (axis, span) in spans.enumerated() {
            guard let span else { continue }
            let extent = try fixedExtent(inputs[0], axis: axis, as: "a sliced dimension")
            let last = span.begin + (span.count - 1) * span.step
            let isInside =
                span.count == 0
                || ((0..<extent).contains(span.begin) && (0..<extent).contains(last))
            guard span.count >= 0, span.step != 0, isInside else {
                throw TypeMismatch("axis \(axis) of \(inputs[0]) does not have \(span)")
            }
            dimensions[axis] = .fixed(span.count)
        }
        return inputs[0].with(dimensions: dimensions)
    }
}
