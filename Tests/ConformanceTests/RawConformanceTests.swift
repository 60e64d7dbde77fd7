import Engine
import Fixtures
import Graph
import TensorFlowImport
import Tensors
import Testing

/// Every golden case, imported and evaluated node by node as it stands, without any rewriting.
@Suite("Imported graphs answer as TensorFlow does")
struct RawConformanceTests {
    static let tolerance = 1e-5

    @Test(
        "a training graph with batch normalization",
        arguments: try Fixtures.cases(.batchNorm))
    func batchNormalization(_ golden: GoldenCase) throws {
        try check(golden)
    }

    @Test("a single operator", arguments: try Fixtures.cases(.operators))
    func singleOperator(_ golden: GoldenCase) throws {
        try check(golden)
    }

    private func check(_ golden: GoldenCase) throws {
        let model = try golden.importedModel()
        let answers = try ReferenceInterpreter.run(
            model.graph, inputs: try golden.rows(for: model.graph))
        #expect(model.graph.outputs.map(\.name) == golden.outputs.map(\.node))
        for (answer, output) in zip(answers, golden.outputs) {
            let expected = try Tensor(npyContentsOf: output.file.path)
            let comparison = try Comparison(answer, expected)
            #expect(comparison.shapesAgree, "\(answer.shape) is not \(expected.shape)")
            #expect(comparison.relativeError <= Self.tolerance)
        }
    }
}
