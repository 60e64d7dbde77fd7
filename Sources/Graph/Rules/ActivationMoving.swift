/// Moves a function of each element from behind a concatenation, a maximum pooling or a
/// rearrangement to before it, where products and affine maps apply it at no cost.
///
/// A maximum only passes functions that keep the order and are cheap, since there are more elements
/// before it than after.
public struct ActivationMoving: RewriteRule {
    /// The rule's name in messages.
    public let name = "activation-moving"

    /// Makes the rule.
    public init() {}

    /// The operation on values that the function has been applied to.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .unary(let function) = node.operation, function.isFusible,
            node.type.elementType == .float32, rewriting.hasSingleUse(node.inputs[0])
        else { return nil }
        let producer = rewriting[node.inputs[0]]
        switch producer.operation {
        case .concatenation, .reshape, .transposition: break
        case .pooling(let pooling):
            guard pooling.kind == .maximum, function.isCheapAndMonotonic else { return nil }
        default: return nil
        }
        guard producer.inputs.allSatisfy({ rewriting.acceptsActivation($0) }) else { return nil }
        var inputs: [Value] = []
        for input in producer.inputs {
            inputs.append(try rewriting.add(node.operation, [input], name: node.name))
        }
        return try rewriting.add(
            producer.operation, inputs, name: producer.name, as: .moved(node.inputs[0]))
    }
}

extension Rewriting {
    /// Whether the operation that gives a value can apply a function to it.
    fileprivate func acceptsActivation(_ value: Value) -> Bool {
        guard hasSingleUse(value) else { return false }
        let node = self[value]
        if case .channelAffine(let affine) = node.operation { return affine.activation == nil }
        return node.operation.epilogue?.activation == nil && node.acceptsEpilogue(in: self)
    }
}

extension Unary {
    fileprivate var isCheapAndMonotonic: Bool {
        switch self {
        case .relu, .relu6, .hardSigmoid: true
        case .leakyRelu(let slope): slope >= 0
        default: false
        }
    }
}
