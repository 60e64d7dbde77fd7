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

    /// What each way gives, in the order of the graph's outputs.
    static func answers(
        _ graph: Graph, _ inputs: [Tensor]
    ) throws -> [(way: Answering, tensors: [Tensor])] {
        let rewritten = try optimized(graph)
        return try allCases.map { way in
            switch way {
            case .raw: (way, try ReferenceInterpreter.run(graph, inputs: inputs))
            case .rewritten: (way, try ReferenceInterpreter.run(rewritten, inputs: inputs))
            case .compiled: (way, try CompiledModel(rewritten).makeExecutor().run(inputs))
            }
        }
    }

    /// The graph as it is compiled.
    static func optimized(_ graph: Graph) throws -> Graph {
        try InferenceMode.optimized(graph) { operation, inputs in
            try ReferenceKernels.evaluate(operation, inputs, batchSize: 1)
        }
    }
}
