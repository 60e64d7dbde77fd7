/// Moves a transposition from before a concatenation, padding or slice to behind it.
public struct TranspositionThroughMovement: RewriteRule {
    /// The rule's name in messages.
    public let name = "transposition-through-movement"

    /// Makes the rule.
    public init() {}

    /// The transposition of the movement along the dimensions as they were before, if there is not
    /// one more transposition than there was.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        let operands = node.inputs.compactMap { TransposedValue($0, in: rewriting) }
        guard
            let transposed = operands.first(where: { $0.isReadOnly(by: node, in: rewriting) })
        else { return nil }
        let operation: Operation
        switch node.operation {
        case .concatenation(let concatenation):
            operation = .concatenation(
                Concatenation(axis: transposed.permutation[concatenation.axis]))
        case .padding(var padding):
            padding.amounts = transposed.untransposed(padding.amounts)
            operation = .padding(padding)
        case .slice(let slice): operation = .slice(Slice(transposed.untransposed(slice.spans)))
        default: return nil
        }
        var inputs: [Value] = []
        for input in node.inputs {
            guard rewriting.graph.type(of: input).rank == transposed.permutation.count,
                rewriting.graph.type(of: input).fixedShape?.elementCount != 1,
                let value = try rewriting.untransposed(input, like: transposed)
            else { return nil }
            inputs.append(value)
        }
        let result = try rewriting.add(operation, inputs, name: node.name)
        return try transposed.add(behind: result, to: &rewriting)
    }
}
