import Graph
import Tensors

/// Evaluates graphs node by node with the reference kernels, keeping every value.
///
/// For tests and comparisons; `CompiledModel` is what serves.
public enum ReferenceInterpreter {
    /// The outputs of a graph, in its order.
    ///
    /// - Parameter inputs: One tensor for each of the graph's inputs, in their order.
    /// - Throws: `EngineError` if the tensors do not fit the inputs or an operation fails.
    public static func run(_ graph: Graph, inputs: [Tensor]) throws(EngineError) -> [Tensor] {
        let values = try evaluate(graph, inputs: inputs)
        return graph.outputs.map { values[$0.value.index] }
    }

    /// The value of every node of a graph, by index.
    ///
    /// - Throws: As `run`.
    public static func evaluate(
        _ graph: Graph, inputs: [Tensor]
    ) throws(EngineError) -> [Tensor] {
        let signature = InputSignature(graph)
        let batchSize = try signature.batchSize(of: inputs)
        var values: [Tensor] = []
        values.reserveCapacity(graph.nodes.count)
        var given = inputs.makeIterator()
        for node in graph.nodes {
            if case .input = node.operation, let tensor = given.next() {
                values.append(tensor)
            } else {
                let operands = node.inputs.map { values[$0.index] }
                do {
                    values.append(
                        try ReferenceKernels.evaluate(
                            node.operation, operands, batchSize: batchSize))
                } catch {
                    throw error.at(node: node.name)
                }
            }
        }
        return values
    }
}
