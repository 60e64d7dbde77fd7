/// Lets a convolution or a maximum pooling pad the image itself instead of reading a padded copy.
///
/// A pooling passes over its padding, so there the zeros must not count: no number of the image is
/// below 0, and every window covers a place of it.
public struct PaddingFolding: RewriteRule {
    /// The rule's name in messages.
    public let name = "padding-folding"

    /// Makes the rule.
    public init() {}

    /// The operation on the image before padding, if that was by zeros and in space only.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard let image = node.inputs.first else { return nil }
        let producer = rewriting[image]
        guard case .padding(let padding) = producer.operation, padding.mode == .constant(0),
            padding.amounts.count == 4, padding.amounts[0] == .none, padding.amounts[3] == .none
        else { return nil }
        let operation: Operation
        switch node.operation {
        case .convolution(var convolution):
            convolution.window = convolution.window.padded(by: padding)
            operation = .convolution(convolution)
        case .depthwiseConvolution(var convolution):
            convolution.window = convolution.window.padded(by: padding)
            operation = .depthwiseConvolution(convolution)
        case .pooling(var pooling):
            pooling.window = pooling.window.padded(by: padding)
            guard pooling.kind == .maximum, rewriting.isNonNegative(producer.inputs[0]),
                zip(pooling.window.padding, pooling.size).allSatisfy({
                    $0.before < $1 && $0.after < $1
                })
            else { return nil }
            operation = .pooling(pooling)
        default: return nil
        }
        return try rewriting.add(
            operation, [producer.inputs[0]] + node.inputs.dropFirst(), name: node.name)
    }
}

extension Window {
    fileprivate func padded(by padding: Padding) -> Window {
        var window = self
        for axis in 0..<2 {
            window.padding[axis].before += padding.amounts[1 + axis].before
            window.padding[axis].after += padding.amounts[1 + axis].after
        }
        return window
    }
}

extension Rewriting {
    /// Whether no element of a value can be below 0.
    fileprivate func isNonNegative(_ value: Value, depth: Int = 0) -> Bool {
        let node = self[value]
        guard depth < 8 else { return false }
        switch node.operation {
        case .unary(let function): return function.isNonNegative
        case .channelAffine(let affine): return affine.activation?.isNonNegative ?? false
        case .convolution, .depthwiseConvolution, .matrixProduct:
            return node.operation.epilogue?.activation?.isNonNegative ?? false
        case .pooling, .reshape, .transposition, .slice, .concatenation, .binary(.add),
            .binary(.maximum):
            return node.inputs.allSatisfy { isNonNegative($0, depth: depth + 1) }
        default: return false
        }
    }
}

extension Unary {
    fileprivate var isNonNegative: Bool {
        switch self {
        case .relu, .relu6, .sigmoid, .hardSigmoid, .softplus, .exponential, .square, .absolute,
            .squareRoot:
            true
        default: false
        }
    }
}
