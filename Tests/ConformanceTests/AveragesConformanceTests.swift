import Checkpoints
import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Shadows of `tf.train.ExponentialMovingAverage` beside variables.
@Suite("Moving averages of weights")
struct AveragesConformanceTests {
    static let cases = Result { try Fixtures.cases(.averages) }

    @Test(
        "give the answers that TensorFlow gives with them and without",
        arguments: try cases.get(), ImportOptions.Averages.allCases)
    func answers(_ golden: GoldenCase, _ averages: ImportOptions.Averages) throws {
        let location = try CheckpointLocation.resolve(golden.directory)
        let options = ImportOptions(averages: averages)
        let file = golden.url("expected-\(averages.rawValue).npy")
        guard let expected = try? Tensor(npyContentsOf: file.path) else {
            #expect(golden.name.hasPrefix("only-averages") && averages == .raw)
            let error = #expect(throws: ImportError.self) {
                try TensorFlowModel.load(location, options: options)
            }
            #expect(error?.description.contains("--averages ema") == true)
            return
        }
        let model = try TensorFlowModel.load(location, options: options)
        let listed = (golden.manifest.averages ?? [:]).filter { !$0.key.hasSuffix("Average") }
        #expect(model.averages == listed)
        let isWarned = model.notes.contains { note in
            if case .averagedWeights(let names, averages) = note { !names.isEmpty } else { false }
        }
        #expect(isWarned == !golden.name.hasPrefix("only-averages"))
        let graph = model.graph
        for (way, answers) in try Answering.answers(graph, golden.rows(for: graph)) {
            let error = try Comparison(answers[0], expected).relativeError
            #expect(error <= ConformanceTests.tolerance, "\(way)")
        }
    }
}
