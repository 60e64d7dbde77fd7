import Fixtures
import Tensors

extension GoldenCase {
    /// Imports the case once and compares what each way answers, output by output, with what
    /// TensorFlow did.
    func comparisons() throws -> [Answering: [Comparison]] {
        let graph = try importedModel().graph
        guard graph.outputs.map(\.name) == outputs.map(\.node) else {
            throw CaseProblem.differentOutputs(graph.outputs.map(\.name))
        }
        let golden = try outputs.map { try Tensor(npyContentsOf: $0.file.path) }
        var comparisons: [Answering: [Comparison]] = [:]
        for (way, tensors) in try Answering.answers(graph, rows(for: graph)) {
            comparisons[way] = try zip(tensors, golden).map(Comparison.init)
        }
        return comparisons
    }
}
