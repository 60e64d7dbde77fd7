/// Recognizes relu and relu6 written as a maximum with 0 and a minimum with 6, in either order.
public struct ClippingRecognition: RewriteRule {
    /// The rule's name in messages.
    public let name = "clipping-recognition"

    /// Makes the rule.
    public init() {}

    /// The function, if the node is the last step of one.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        switch node.operation {
        case .binary(.maximum):
            guard let x = other(than: 0, in: node, rewriting) else { return nil }
            let producer = rewriting[x]
            if case .binary(.minimum) = producer.operation, rewriting.hasSingleUse(x),
                let inner = other(than: 6, in: producer, rewriting)
            {
                return try rewriting.add(.unary(.relu6), [inner], name: node.name)
            }
            return try rewriting.add(.unary(.relu), [x], name: node.name)
        case .binary(.minimum):
            guard let x = other(than: 6, in: node, rewriting),
                let inner = rewriting.unaryInput(.relu, x)
            else { return nil }
            return try rewriting.add(.unary(.relu6), [inner], name: node.name)
        default: return nil
        }
    }

    /// The input of the result's type whose partner is the number.
    private func other(than number: Float, in node: Node, _ rewriting: Rewriting) -> Value? {
        guard node.type.elementType == .float32 else { return nil }
        for (x, limit) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])] {
            guard let tensor = rewriting.constant(limit), tensor.elementType == .float32,
                rewriting.graph.type(of: x) == node.type,
                tensor.elements(as: Float.self).allSatisfy({ $0 == number })
            else { continue }
            return x
        }
        return nil
    }
}
