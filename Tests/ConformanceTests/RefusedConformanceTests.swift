import Checkpoints
import Fixtures
import Graph
import TensorFlowImport
import Tensors
import Testing

/// Checkpoints that are not served as they are, though TensorFlow answers with them.
@Suite("Checkpoints with doubtful statistics")
struct RefusedConformanceTests {
    static let cases = Result {
        try Fixtures.cases(.refused).filter { $0.isAnswered && $0.manifest.reason != "renorm" }
    }

    @Test("are imported, the audit naming each layer and its state", arguments: try cases.get())
    func audited(_ golden: GoldenCase) throws {
        let graph = try InferenceMode.recognized(golden.importedModel().graph)
        let doubtful = graph.batchNormalizationLayers.filter { $0.statistics != .plausible }
        #expect(Set(doubtful.map(\.name)) == Set(golden.manifest.layers ?? []))
        #expect(Set(doubtful.map(\.statistics.code)) == [golden.manifest.reason])
        guard let channel = golden.manifest.channel else { return }
        for layer in doubtful {
            switch layer.statistics {
            case .negativeVariance(let found, _), .notFinite(let found):
                #expect(found == channel)
            default: Issue.record("\(layer.statistics)")
            }
        }
    }

    @Test("answer as TensorFlow does when they are allowed to", arguments: try cases.get())
    func allowed(_ golden: GoldenCase) throws {
        let graph = try golden.importedModel().graph
        let expected = try Tensor(npyContentsOf: golden.outputs[0].file.path)
        let rows = try golden.rows(for: graph)
        for answering in Answering.allCases {
            let answer = try answering.answer(graph, rows)[0]
            let isNaN = expected.elements(as: Float.self).map(\.isNaN)
            if isNaN.contains(true) {
                // The compiled kernels' rectifier takes NaN for zero.
                guard answering != .compiled else { continue }
                #expect(answer.elements(as: Float.self).map(\.isNaN) == isNaN, "\(answering)")
                continue
            }
            #expect(try Comparison(answer, expected).relativeError <= 1e-5, "\(answering)")
        }
    }
}
