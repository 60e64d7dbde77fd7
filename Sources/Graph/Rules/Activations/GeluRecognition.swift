/// Recognizes the Gaussian error linear unit written as `0.5 · x · (1 + erf(x / √2))`, or with
/// `tanh(√(2/π) · (x + 0.044715 · x³))` in the place of the error function, in any order of factors.
///
/// Source: Hendrycks and Gimpel 2016.
public struct GeluRecognition: RewriteRule {
    /// The rule's name in messages.
    public let name = "gelu-recognition"

    /// Makes the rule.
    public init() {}

    /// The function, or a multiple of it, if the node is the product of its two factors.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        for (left, right) in node.factorPairs {
            // One plus the odd function, perhaps halved already.
            guard let sum = UniformAffine(right, in: rewriting), sum.offset != 0,
                isClose(sum.scale, sum.offset), let (function, x) = odd(sum.x, in: rewriting)
            else { continue }
            let multiple = UniformAffine.multiple(left, in: rewriting)
            if left == x {
                return try rewriting.addUnary(
                    function, of: x, times: 2 * sum.scale, name: node.name)
            }
            if multiple.x == x {
                return try rewriting.addUnary(
                    function, of: x, times: 2 * sum.scale * multiple.scale, name: node.name)
            }
        }
        return nil
    }

    /// The function whose error function or tangent the value is, and of what.
    private func odd(_ value: Value, in rewriting: Rewriting) -> (Unary, Value)? {
        if let argument = rewriting.unaryInput(.errorFunction, value),
            let scaled = UniformAffine(argument, in: rewriting), scaled.offset == 0,
            isClose(scaled.scale, 0.5.squareRoot())
        {
            return (.gelu, scaled.x)
        }
        if let argument = rewriting.unaryInput(.tanh, value),
            let x = cubic(argument, in: rewriting)
        {
            return (.geluTanh, x)
        }
        return nil
    }

    /// What `√(2/π) · (x + 0.044715 · x³)` is of; or `√(2/π) · x · (1 + 0.044715 · x²)`.
    private func cubic(_ value: Value, in rewriting: Rewriting) -> Value? {
        let outer = UniformAffine.multiple(value, in: rewriting)
        let root = (2 / Double.pi).squareRoot()
        let node = rewriting[outer.x]
        switch node.operation {
        case .binary(.add):
            guard isClose(outer.scale, root) else { return nil }
            for (x, term) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])] {
                guard let cube = UniformAffine(term, in: rewriting), cube.offset == 0,
                    isClose(cube.scale, 0.044715), rewriting.base(ofCube: cube.x) == x
                else { continue }
                return x
            }
        case .binary(.multiply):
            for (left, right) in node.factorPairs {
                guard let sum = UniformAffine(right, in: rewriting), sum.offset == 1,
                    isClose(sum.scale, 0.044715), let x = rewriting.base(ofSquare: sum.x)
                else { continue }
                let multiple = UniformAffine.multiple(left, in: rewriting)
                if left == x, isClose(outer.scale, root) { return x }
                if multiple.x == x, isClose(outer.scale * multiple.scale, root) { return x }
            }
        default: break
        }
        return nil
    }
}

extension Rewriting {
    /// What the value is the square of.
    fileprivate func base(ofSquare value: Value) -> Value? {
        let node = self[value]
        switch node.operation {
        case .unary(.square): return node.inputs[0]
        case .binary(.multiply): return node.inputs[0] == node.inputs[1] ? node.inputs[0] : nil
        case .binary(.power): return exponent(of: node) == 2 ? node.inputs[0] : nil
        default: return nil
        }
    }

    /// What the value is the third power of.
    fileprivate func base(ofCube value: Value) -> Value? {
        let node = self[value]
        if case .binary(.power) = node.operation {
            return exponent(of: node) == 3 ? node.inputs[0] : nil
        }
        return node.factorPairs.first { base(ofSquare: $0.1) == $0.0 }?.0
    }

    private func exponent(of node: Node) -> Float? {
        guard let tensor = constant(node.inputs[1]), tensor.elementType == .float32 else {
            return nil
        }
        let numbers = tensor.elements(as: Float.self)
        return numbers.allSatisfy { $0 == numbers.first } ? numbers.first : nil
    }
}
