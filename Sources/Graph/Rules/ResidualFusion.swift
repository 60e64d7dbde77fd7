/// Lets a convolution or matrix product add the value that its result is added to.
///
/// Of two products added, the one computed later takes the other's result.
public struct ResidualFusion: RewriteRule {
    /// The rule's name in messages.
    public let name = "residual-fusion"

    /// Makes the rule.
    public init() {}

    /// The product with the addition in it, if the node adds two values of the same type.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .binary(.add) = node.operation, node.type.elementType == .float32,
            node.inputs[0] != node.inputs[1]
        else { return nil }
        let later = max(node.inputs[0], node.inputs[1])
        let earlier = min(node.inputs[0], node.inputs[1])
        for (product, residual) in [(later, earlier), (earlier, later)] {
            let producer = rewriting[product]
            guard rewriting.hasSingleUse(product), rewriting.graph.type(of: residual) == node.type,
                producer.type == node.type, var epilogue = producer.operation.epilogue,
                epilogue.activation == nil, !epilogue.hasResidual,
                producer.acceptsEpilogue(in: rewriting)
            else { continue }
            epilogue.hasResidual = true
            return try rewriting.add(
                producer.operation.replacingEpilogue(by: epilogue), producer.inputs + [residual],
                name: node.name)
        }
        return nil
    }
}
