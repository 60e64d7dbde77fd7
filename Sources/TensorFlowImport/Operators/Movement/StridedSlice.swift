import Graph

/// Python's `x[begin:end:step, …]` with all of its masks, bounds known at load.
///
/// Source: tensorflow/core/util/strided_slice_op.cc.
enum StridedSlice {
    static func translate(_ node: NodeImport) throws(ImportError) -> [ImportedTensor] {
        if node.isKnown(0), var integers = try node.integers(0), !integers.isScalar {
            let parts = try Subscript.parts(node, rank: 1)
            guard parts.count == 1 else {
                throw node.unsupported("it adds dimensions to a shape")
            }
            let (indices, drops) = try parts[0].indices(
                of: .known(integers.elements.count), node)
            integers.elements = indices.map { integers.elements[$0] }
            integers.isScalar = drops
            return node.shape(integers)
        }
        let value = try node.value(0)
        let type = node.type(of: value)
        var spans: [Slice.Span?] = []
        var kept: [Dimension] = []
        for part in try Subscript.parts(node, rank: type.rank) {
            switch part {
            case .newAxis: kept.append(.fixed(1))
            case .range, .index:
                let dimension = type.dimensions[spans.count]
                let span = try part.span(of: SymbolicInteger(dimension), node)
                spans.append(span)
                if !part.isIndex { kept.append(span.map { .fixed($0.count) } ?? dimension) }
            }
        }
        let isWhole = spans.allSatisfy { $0 == nil }
        let sliced = isWhole ? value : try node.add(.slice(Slice(spans)), [value])
        return [.value(try node.reshape(sliced, to: kept, isWhole ? "" : "/shape"))]
    }
}

/// One of the subscripts in brackets.
private enum Subscript {
    /// Nil bounds are the ends of the axis.
    case range(begin: SymbolicInteger?, end: SymbolicInteger?, step: Int)
    case index(Int)
    case newAxis

    var isIndex: Bool { if case .index = self { true } else { false } }

    /// The subscripts, with the ellipsis written out so that there is one for each axis.
    static func parts(_ node: NodeImport, rank: Int) throws(ImportError) -> [Subscript] {
        guard let begins = try node.integers(1)?.elements,
            let ends = try node.integers(2)?.elements
        else {
            throw node.unsupported("begin and end must be known when the model is loaded")
        }
        let steps = try node.knownIntegers(3, as: "the step")
        guard ends.count == begins.count, steps.count == begins.count else {
            throw node.unsupported("begin, end and step differ in length")
        }
        func isSet(_ mask: String, _ index: Int) -> Bool {
            (node.attributes.integer(mask) ?? 0) >> index & 1 == 1
        }
        let taken = begins.indices.filter {
            !isSet("new_axis_mask", $0) && !isSet("ellipsis_mask", $0)
        }
        guard taken.count <= rank else {
            throw node.unsupported("\(taken.count) subscripts do not fit rank \(rank)")
        }
        let whole = [Subscript](
            repeating: .range(begin: nil, end: nil, step: 1), count: rank - taken.count)
        var parts: [Subscript] = []
        var hasEllipsis = false
        for index in begins.indices {
            if isSet("ellipsis_mask", index) {
                if !hasEllipsis { parts += whole }
                hasEllipsis = true
            } else if isSet("new_axis_mask", index) {
                parts.append(.newAxis)
            } else if isSet("shrink_axis_mask", index) {
                guard let position = begins[index].knownValue else {
                    throw node.unsupported("an index must be known when the model is loaded")
                }
                parts.append(.index(position))
            } else {
                guard steps[index] != 0 else { throw node.unsupported("a step is 0") }
                parts.append(
                    .range(
                        begin: isSet("begin_mask", index) ? nil : begins[index],
                        end: isSet("end_mask", index) ? nil : ends[index], step: steps[index]))
            }
        }
        return hasEllipsis ? parts : parts + whole
    }

    /// The elements taken of an axis; nil if it is left as it is.
    func span(
        of extent: SymbolicInteger, _ node: NodeImport
    ) throws(ImportError) -> Slice.Span? {
        switch self {
        case .range(let begin, let end, 1)
        where (begin ?? .known(0)) == .known(0) && (end ?? extent) == extent:
            return nil
        case .newAxis: return nil
        case .range(let begin, let end, let step):
            guard let extent = extent.knownValue,
                begin == nil || begin?.knownValue != nil, end == nil || end?.knownValue != nil
            else { throw node.unsupported("the batch can't be sliced") }
            let (low, high) = step > 0 ? (0, extent) : (-1, extent - 1)
            func bound(_ value: Int) -> Int {
                min(max(value < 0 ? value + extent : value, low), high)
            }
            let first = begin?.knownValue.map(bound) ?? (step > 0 ? low : high)
            let last = end?.knownValue.map(bound) ?? (step > 0 ? high : low)
            let distance = step > 0 ? last - first : first - last
            let stride = step.magnitude > Int.max.magnitude ? Int.max : Int(step.magnitude)
            let count = max(0, distance / stride + (distance % stride > 0 ? 1 : 0))
            return first == 0 && count == extent && step == 1
                ? nil : Slice.Span(begin: count == 0 ? 0 : first, count: count, step: step)
        case .index(let index):
            guard let extent = extent.knownValue else {
                throw node.unsupported("a single row can't be taken of the batch")
            }
            guard (-extent..<extent).contains(index) else {
                throw node.unsupported("index \(index) is outside of \(extent) elements")
            }
            return Slice.Span(begin: index < 0 ? index + extent : index, count: 1)
        }
    }

    /// The positions taken of a vector, and whether the result is a scalar.
    func indices(
        of extent: SymbolicInteger, _ node: NodeImport
    ) throws(ImportError) -> ([Int], Bool) {
        guard let span = try span(of: extent, node) else {
            return (Array(0..<(extent.knownValue ?? 0)), false)
        }
        return ((0..<span.count).map { span.begin + $0 * span.step }, isIndex)
    }
}
