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
    static var model: URL {
        // The checkpoint is a resource of another target; the test looks at it where it lies.
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Serving/Resources/digits")
    }

    @Test("are recognized as TensorFlow recognizes them, input and output being inferred")
    func inferred() throws {
        let model = try TensorFlowModel.load(CheckpointLocation.resolve(Self.model))
        #expect(model.graph.inputs.map { model.graph[$0].name } == ["images"])
        #expect(model.graph.inputs.map { "\(model.graph.type(of: $0))" } == ["float32[N, 8, 8, 1]"])
        #expect(model.graph.outputs.map(\.name) == ["probabilities"])
        #expect(try InferenceMode.recognized(model.graph).batchNormalizationLayers.count == 3)

        let images = try Tensor(npyContentsOf: Fixtures.url("digits/images.npy").path)
        let golden = try Tensor(npyContentsOf: Fixtures.url("digits/probabilities.npy").path)
        for (way, tensors) in try Answering.answers(model.graph, [images]) {
            let comparison = try Comparison(tensors[0], golden)
            #expect(comparison.relativeError <= ConformanceTests.tolerance, "\(way)")
        }
    }
}
