/// Moves a transposition from before a function of each element to behind it, so that it meets the
/// one that takes it back.
///
/// Networks whose images have the channels first are imported with a transposition before and after
/// each convolution; between them there are only such functions. Of several operands each must be
/// transposed alike, constant, or free to have in the other order.
public struct TranspositionThroughElementwise: RewriteRule {
    /// The rule's name in messages.
    public let name = "transposition-through-elementwise"

    /// Makes the rule.
    public init() {}

    /// The transposition of the function, if there is not one more of them than before.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        switch node.operation {
        case .unary, .binary, .selection, .cast: break
        default: return nil
        }
        let operands = node.inputs.compactMap { TransposedValue($0, in: rewriting) }
        guard
            let transposed = operands.first(where: {
                rewriting.graph.type(of: $0.value).dimensions == node.type.dimensions
                    && $0.isReadOnly(by: node, in: rewriting)
            })
        else { return nil }
        var inputs: [Value] = []
        for input in node.inputs {
            guard let value = try rewriting.untransposed(input, like: transposed) else {
                return nil
            }
            inputs.append(value)
        }
        let result = try rewriting.add(node.operation, inputs, name: node.name)
        return try transposed.add(behind: result, to: &rewriting)
    }
}
