/// A named change to a graph that keeps its meaning.
///
/// A rule looks at one node and what comes before it, and either leaves it alone or builds a value
/// that takes its place. Rules are small and general; what they do together is `InferenceMode`.
public protocol RewriteRule: Sendable {
    /// The rule's name in messages, in lower case with hyphens.
    var name: String { get }

    /// The value that takes the node's place, or nil to leave the node alone.
    ///
    /// - Parameters:
    ///   - node: The node, its inputs already values of `rewriting.graph`; neither an input nor a
    ///     constant.
    ///   - rewriting: The new graph so far; the rule adds to it what the replacement needs.
    func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value?
}
