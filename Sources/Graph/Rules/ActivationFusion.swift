/// Lets a convolution, matrix product or affine map apply the function that follows it.
public struct ActivationFusion: RewriteRule {
    /// The rule's name in messages.
    public let name = "activation-fusion"

    /// Makes the rule.
    public init() {}

    /// The operation before with the function in it, if the node is a function that can be fused.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .unary(let function) = node.operation, function.isFusible,
            node.type.elementType == .float32, rewriting.hasSingleUse(node.inputs[0])
        else { return nil }
        let producer = rewriting[node.inputs[0]]
        if case .channelAffine(var affine) = producer.operation, affine.activation == nil {
            affine.activation = function
            return try rewriting.add(.channelAffine(affine), producer.inputs, name: node.name)
        }
        guard var epilogue = producer.operation.epilogue, epilogue.activation == nil,
            producer.acceptsEpilogue(in: rewriting)
        else { return nil }
        epilogue.activation = function
        return try rewriting.add(
            producer.operation.replacingEpilogue(by: epilogue), producer.inputs, name: node.name)
    }
}

extension Unary {
    /// Whether the products' kernels can apply the function as they write their result.
    public var isFusible: Bool {
        switch self {
        case .relu, .relu6, .leakyRelu, .elu, .sigmoid, .tanh, .swish, .hardSigmoid, .hardSwish,
            .gelu, .geluTanh:
            true
        default: false
        }
    }
}

extension Node {
    /// Whether the node's operation can have an epilogue with these inputs.
    func acceptsEpilogue(in rewriting: Rewriting) -> Bool {
        guard case .matrixProduct = operation else { return operation.epilogue != nil }
        return rewriting.graph.type(of: inputs[1]).rank == 2
    }
}
