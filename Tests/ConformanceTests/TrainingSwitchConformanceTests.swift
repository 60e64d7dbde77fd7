import Checkpoints
import Fixtures
import TensorFlowImport
import Tensors
import Testing

/// Dropout, noise, other branches on the training flag, and input pipelines.
@Suite("What else training switches on is off at inference")
struct TrainingSwitchConformanceTests {
    @Test("told its ends, a graph answers as TensorFlow does", arguments: try cases.get())
    func named(_ golden: GoldenCase) throws {
        try check(golden.importedModel(), golden)
    }

    @Test("told nothing, it answers the same", arguments: try cases.get())
    func inferred(_ golden: GoldenCase) throws {
        try #require(golden.manifest.inferable)
        let model = try TensorFlowModel.load(CheckpointLocation.resolve(golden.directory))
        #expect(model.graph.inputs.map { model.graph[$0].name } == [golden.manifest.input])
        try check(model, golden)
    }

    static let cases = Result { try Fixtures.cases(.trainingSwitch) }

    private func check(_ model: ImportedModel, _ golden: GoldenCase) throws {
        #expect(model.graph.outputs.map(\.name) == [golden.manifest.output])
        let rows = try golden.rows(for: model.graph)
        let expected = try Tensor(npyContentsOf: golden.outputs[0].file.path)
        for (way, answers) in try Answering.answers(model.graph, rows) {
            let comparison = try Comparison(answers[0], expected)
            #expect(comparison.shapesAgree, "\(way): \(answers[0].shape)")
            #expect(comparison.relativeError <= ConformanceTests.tolerance, "\(way)")
        }
    }
}
