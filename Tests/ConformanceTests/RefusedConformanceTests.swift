import Checkpoints
import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Checkpoints that are not served as they are, though TensorFlow answers with them.
@Suite("Checkpoints with doubtful statistics")
struct RefusedConformanceTests {
    static let cases = Result {
        try Fixtures.cases(.refused).filter { $0.isAnswered && $0.manifest.reason != "renorm" }
    }

    @Test("answer as TensorFlow does when they are allowed to", arguments: try cases.get())
    func allowed(_ golden: GoldenCase) throws {
        let graph = try golden.importedModel().graph
        let expected = try Tensor(npyContentsOf: golden.outputs[0].file.path)
        let rows = try golden.rows(for: graph)
        for (way, answers) in try Answering.answers(graph, rows) {
            let answer = answers[0]
            let isNaN = expected.elements(as: Float.self).map(\.isNaN)
            if isNaN.contains(true) {
                // The compiled kernels' rectifier takes NaN for zero.
                guard way != .compiled else { continue }
                #expect(answer.elements(as: Float.self).map(\.isNaN) == isNaN, "\(way)")
                continue
            }
            #expect(try Comparison(answer, expected).relativeError <= 1e-5, "\(way)")
        }
    }
}
