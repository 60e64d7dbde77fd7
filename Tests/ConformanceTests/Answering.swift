import Engine
import Graph
import Tensors

/// The ways in which a graph can be brought to answer; all must agree.
enum Answering: String, CaseIterable, Sendable, CustomStringConvertible {
    /// Node by node as it was imported.
    case raw
    /// Node by node after the rules of inference mode.
    case rewritten
    /// By the kernels that serve.
    case compiled

    var description: String { rawValue }

    func answer(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
        switch self {
        case .raw: try ReferenceInterpreter.run(graph, inputs: inputs)
        case .rewritten: try ReferenceInterpreter.run(Self.optimized(graph), inputs: inputs)
        case .compiled:
            try CompiledModel(Self.optimized(graph)).makeExecutor().run(inputs)
        }
    }

    private static func optimized(_ graph: Graph) throws -> Graph {
        try InferenceMode.optimized(graph) { operation, inputs in
            try ReferenceKernels.evaluate(operation, inputs, batchSize: 1)
        }
    }
}
