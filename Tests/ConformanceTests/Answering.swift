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
        let optimized = try optimized(graph)
        return try allCases.map { ($0, try $0.answer(graph, optimized: optimized, inputs)) }
    }

    /// What this way gives.
    func answer(_ graph: Graph, _ inputs: [Tensor]) throws -> [Tensor] {
        try answer(graph, optimized: Self.optimized(graph), inputs)
    }

    private func answer(
        _ graph: Graph, optimized: Graph, _ inputs: [Tensor]
    ) throws -> [Tensor] {
        switch self {
        case .raw: try ReferenceInterpreter.run(graph, inputs: inputs)
        case .rewritten: try ReferenceInterpreter.run(optimized, inputs: inputs)
        case .compiled: try CompiledModel(optimized).makeExecutor().run(inputs)
        }
    }

    /// The graph as it is compiled.
    static func optimized(_ graph: Graph) throws -> Graph {
        try InferenceMode.optimized(graph, evaluate: ReferenceKernels.constantEvaluator)
    }
}
