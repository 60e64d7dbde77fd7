/// Recognizes swish written as `x · sigmoid(x)`, and as `x · sigmoid(βx)`, which is
/// `swish(βx) / β`.
///
/// Source: Ramachandran, Zoph and Le 2017.
public struct SwishRecognition: RewriteRule {
    /// The rule's name in messages.
    public let name = "swish-recognition"

    /// Makes the rule.
    public init() {}

    /// The function, if the node multiplies a value with its sigmoid.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        for (left, right) in node.factorPairs {
            guard let argument = rewriting.unaryInput(.sigmoid, right) else { continue }
            if left == argument {
                return try rewriting.add(.unary(.swish), [argument], name: node.name)
            }
            let multiple = UniformAffine.multiple(argument, in: rewriting)
            if multiple.x == left, multiple.scale != 0 {
                return try rewriting.addUnary(
                    .swish, of: argument, times: 1 / multiple.scale, name: node.name)
            }
        }
        return nil
    }
}
