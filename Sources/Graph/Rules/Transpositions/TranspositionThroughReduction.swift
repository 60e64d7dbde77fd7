/// Lets a reduction, or a search for the largest element, read its operand before a transposition.
///
/// What is left of the transposition behind it has fewer elements, and often none moves.
public struct TranspositionThroughReduction: RewriteRule {
    /// The rule's name in messages.
    public let name = "transposition-through-reduction"

    /// Makes the rule.
    public init() {}

    /// The reduction over the dimensions as they were before, and the transposition of what remains.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let transposed = node.inputs.first.flatMap({ TransposedValue($0, in: rewriting) })
        else { return nil }
        let permutation = transposed.permutation
        let operation: Operation
        let gone: Set<Int>
        switch node.operation {
        case .reduction(var reduction):
            reduction.axes = reduction.axes.map { permutation[$0] }.sorted()
            operation = .reduction(reduction)
            gone = reduction.keepsDimensions ? [] : Set(reduction.axes)
        case .argMax(var search):
            search.axis = permutation[search.axis]
            operation = .argMax(search)
            gone = [search.axis]
        default: return nil
        }
        let left = permutation.filter { !gone.contains($0) }
        let order = left.map { axis in left.count { $0 < axis } }
        guard let type = rewriting.resultType(of: operation, [transposed.source]),
            order.keepsOrder(of: type.dimensions)
                || transposed.isReadOnly(by: node, in: rewriting)
        else { return nil }
        let result = try rewriting.add(operation, [transposed.source], name: node.name)
        return try transposed.add(behind: result, permutation: order, to: &rewriting)
    }
}

extension Rewriting {
    /// The type that an operation would give; nil if it can't take these inputs.
    fileprivate func resultType(of operation: Operation, _ inputs: [Value]) -> ValueType? {
        try? operation.resultType(inputs.map { graph.type(of: $0) })
    }
}
