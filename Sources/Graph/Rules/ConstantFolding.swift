import Tensors

/// Computes an operation on known tensors.
///
/// Given by the engine, so that a constant folded at load equals the one computed at run time.
public typealias ConstantEvaluator =
    @Sendable (_ operation: Operation, _ inputs: [Tensor]) throws -> Tensor

/// Replaces a node whose inputs are all constants by the constant it computes.
public struct ConstantFolding: RewriteRule {
    /// The rule's name in messages.
    public let name = "constant-folding"
    private let evaluate: ConstantEvaluator

    /// Makes the rule with the means to compute.
    public init(evaluate: @escaping ConstantEvaluator) { self.evaluate = evaluate }

    /// The constant, if all inputs are constants and the result does not depend on the batch size.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        let tensors = node.inputs.compactMap { rewriting.constant($0) }
        guard !tensors.isEmpty, tensors.count == node.inputs.count, node.type.fixedShape != nil
        else { return nil }
        do {
            let result = try evaluate(node.operation, tensors)
            return rewriting.addConstant(result, name: node.name)
        } catch {
            throw .ruleFailed(rule: name, node: node.name, reason: "\(error)")
        }
    }
}
