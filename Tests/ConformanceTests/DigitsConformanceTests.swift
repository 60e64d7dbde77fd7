import Checkpoints
import Fixtures
import Foundation
import Graph
import TensorFlowImport
import Tensors
import Testing

/// The model that is served by default, read without being told anything.
@Suite("The digits")
struct DigitsConformanceTests {
    private static var model: URL {
        // The checkpoint is a resource of another target; the test looks at it where it lies.
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Serving/Resources/digits")
    }

    @Test(
        "are recognized as TensorFlow recognizes them, input and output being inferred",
        arguments: Answering.allCases)
    func inferred(_ answering: Answering) throws {
        let model = try TensorFlowModel.load(CheckpointLocation.resolve(Self.model))
        #expect(model.graph.inputs.map { model.graph[$0].name } == ["images"])
        #expect(model.graph.inputs.map { "\(model.graph.type(of: $0))" } == ["float32[N, 8, 8, 1]"])
        #expect(model.graph.outputs.map(\.name) == ["probabilities"])
        #expect(try InferenceMode.recognized(model.graph).batchNormalizationLayers.count == 3)

        let images = try Tensor(npyContentsOf: Fixtures.url("digits/images.npy").path)
        let golden = try Tensor(npyContentsOf: Fixtures.url("digits/probabilities.npy").path)
        let answer = try answering.answer(model.graph, [images])
        #expect(try Comparison(answer[0], golden).relativeError <= 1e-5)
    }
}
