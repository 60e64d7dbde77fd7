/// Recognizes hard-swish written as `x · relu6(x + 3) / 6`, whichever factor the sixth is taken of.
///
/// Source: Howard and others 2019 (MobileNetV3), section 5.2.
public struct HardSwishRecognition: RewriteRule {
    /// The rule's name in messages.
    public let name = "hard-swish-recognition"

    /// Makes the rule.
    public init() {}

    /// The function, or a multiple of it, if the node multiplies a value with its hard-sigmoid or
    /// with six times that.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        for (left, right) in node.factorPairs {
            let multiple = UniformAffine.multiple(left, in: rewriting)
            for x in [multiple.x, left] {
                let factor = x == left ? 1 : multiple.scale
                if rewriting.unaryInput(.hardSigmoid, right) == x {
                    return try rewriting.addUnary(
                        .hardSwish, of: x, times: factor, name: node.name)
                }
                if let argument = rewriting.unaryInput(.relu6, right),
                    let sum = UniformAffine(argument, in: rewriting), sum.x == x,
                    sum.scale == 1, sum.offset == 3
                {
                    return try rewriting.addUnary(
                        .hardSwish, of: x, times: 6 * factor, name: node.name)
                }
            }
        }
        return nil
    }
}
