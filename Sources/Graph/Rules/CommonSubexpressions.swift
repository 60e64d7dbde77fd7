/// Lets two nodes that compute the same from the same inputs be one.
public struct CommonSubexpressions: RewriteRule {
    /// The rule's name in messages.
    public let name = "common-subexpressions"

    /// Makes the rule.
    public init() {}

    /// The value of the earlier node, if there is one.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let twin = rewriting.existing(node.operation, node.inputs) else { return nil }
        rewriting.noteTwin(twin)
        return twin
    }
}
