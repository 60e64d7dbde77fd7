import Tensors

/// Replaces the reshape of a constant by the constant in its new shape, under the same name.
///
/// Keeps the variable's name, which the recognition of batch normalization reports.
public struct ConstantReshaping: RewriteRule {
    /// The rule's name in messages.
    public let name = "constant-reshaping"

    /// Makes the rule.
    public init() {}

    /// The reshaped constant, if the node reshapes one.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .reshape = node.operation, let tensor = rewriting.constant(node.inputs[0]),
            let shape = node.type.fixedShape
        else { return nil }
        return rewriting.addConstant(
            tensor.reshaped(to: shape), name: rewriting[node.inputs[0]].name)
    }
}
