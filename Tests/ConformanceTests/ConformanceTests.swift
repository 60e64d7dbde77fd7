import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Every golden case, imported and made to answer in each way.
@Suite("Imported graphs answer as TensorFlow does")
struct ConformanceTests {
    /// The largest error, as a share of the largest golden number.
    static let tolerance = 1e-5

    @Test(
        "a training graph with batch normalization",
        arguments: try Fixtures.cases(.batchNorm), Answering.allCases)
    func batchNormalization(_ golden: GoldenCase, _ answering: Answering) throws {
        try check(golden, answering)
    }

    @Test(
        "a single operator", arguments: try Fixtures.cases(.operators), Answering.allCases)
    func singleOperator(_ golden: GoldenCase, _ answering: Answering) throws {
        try check(golden, answering)
    }

    private func check(_ golden: GoldenCase, _ answering: Answering) throws {
        let graph = try golden.importedModel().graph
        #expect(graph.outputs.map(\.name) == golden.outputs.map(\.node))
        let answers = try answering.answer(graph, golden.rows(for: graph))
        for (answer, output) in zip(answers, golden.outputs) {
            let expected = try Tensor(npyContentsOf: output.file.path)
            let comparison = try Comparison(answer, expected)
            #expect(comparison.shapesAgree, "\(answer.shape) is not \(expected.shape)")
            #expect(comparison.relativeError <= Self.tolerance)
        }
    }
}
