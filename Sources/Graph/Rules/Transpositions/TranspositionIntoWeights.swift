/// Lets a dense layer after a flattened transposition read the elements in the order before it, by
/// bringing the weights into that order.
public struct TranspositionIntoWeights: RewriteRule {
    /// The rule's name in messages.
    public let name = "transposition-into-weights"

    /// Makes the rule.
    public init() {}

    /// The product of the flattened value that was transposed, with its weights transposed instead.
    public func replacement(
        for node: Node, in rewriting: inout Rewriting
    ) throws(GraphError) -> Value? {
        guard case .matrixProduct(let product) = node.operation, !product.transposesLeft,
            rewriting.constant(node.inputs[1])?.shape.rank == 2,
            rewriting.hasSingleUse(node.inputs[0])
        else { return nil }
        let flattening = rewriting[node.inputs[0]]
        guard case .reshape = flattening.operation,
            let transposed = TransposedValue(flattening.inputs[0], in: rewriting),
            transposed.isReadOnly(by: flattening, in: rewriting),
            flattening.type.rank == 2, flattening.type.dimensions[0] == .batch,
            rewriting.graph.type(of: transposed.value).isBatched
        else { return nil }
        let weights = rewriting[node.inputs[1]]
        let places = Array(rewriting.graph.type(of: transposed.value).dimensions.dropFirst())
        let outputs = [weights.type.dimensions[product.transposesRight ? 0 : 1]]
        // Dimensions among the weights' own, in which the batch has no place.
        let order = transposed.inverse.dropFirst().map { $0 - 1 }
        let apart = product.transposesRight ? outputs + places : places + outputs
        let permutation =
            product.transposesRight ? [0] + order.map { $0 + 1 } : order + [order.count]
        var value = try rewriting.add(
            .reshape(Reshape(to: apart)), [node.inputs[1]], name: "\(weights.name)/places")
        value = try rewriting.add(
            .transposition(Transposition(permutation)), [value], name: "\(weights.name)/ordered")
        value = try rewriting.add(
            .reshape(Reshape(to: weights.type.dimensions)), [value], name: weights.name)
        let flat = try rewriting.add(
            flattening.operation, [transposed.source], name: flattening.name,
            as: .moved(node.inputs[0]))
        return try rewriting.add(
            node.operation, [flat, value] + node.inputs.dropFirst(2), name: node.name)
    }
}
