import Checkpoints
import Fixtures
import Graph
import Testing

@testable import TensorFlowImport

@Suite("A training graph with batch normalization")
struct BatchNormalizationImportTests {
    static let cases = Result { try Fixtures.cases(.batchNorm) }

    @Test("is imported without being told its ends", arguments: try cases.get())
    func inferredEnds(_ golden: GoldenCase) throws {
        let location = try CheckpointLocation.resolve(golden.directory)
        let options = ImportOptions(
            heldPlaceholders: (golden.manifest.heldAtInference ?? [:]).mapValues(Double.init))
        guard golden.manifest.inferable else {
            #expect(throws: ImportError.self) {
                try TensorFlowModel.load(location, options: options)
            }
            return
        }
        let model = try TensorFlowModel.load(location, options: options)
        let signatures = try location.readMetaGraph().signatureDef
        if signatures.isEmpty {
            #expect(model.graph.inputs.map { model.graph[$0].name } == golden.inputs.map(\.node))
            #expect(model.graph.outputs.map(\.name) == [golden.manifest.output])
        } else {
            let signature = try #require(
                signatures["serving_default"] ?? signatures.values.first)
            #expect(
                model.graph.inputs.map { model.graph[$0].name } == signature.inputs.keys.sorted())
            #expect(model.graph.outputs.map(\.name) == signature.outputs.keys.sorted())
        }
        #expect(model.tensorFlowVersion == "2.12.1")
        // An evaluation program restores and saves no step.
        let hasStep = try Checkpoint(at: location).variable(named: "global_step") != nil
        #expect(model.globalStep == (hasStep ? 12 : nil))
    }

    @Test("normalizes by the moving averages it kept", arguments: try cases.get())
    func movingAverages(_ golden: GoldenCase) throws {
        let options = ImportOptions(
            inputNodes: golden.inputs.map(\.node), outputNodes: golden.outputs.map(\.node),
            heldPlaceholders: (golden.manifest.heldAtInference ?? [:]).mapValues(Double.init))
        let model = try TensorFlowModel.load(
            CheckpointLocation.resolve(golden.directory), options: options)
        #expect(model.graph.rowMixingNodes.isEmpty)
        let layers = try InferenceMode.recognized(model.graph).batchNormalizationLayers
        #expect(!layers.isEmpty)
        for layer in layers {
            #expect(layer.findings.isEmpty)
            #expect(Self.isAverage(layer.mean), "\(layer)")
            #expect(Self.isAverage(layer.variance), "\(layer)")
            #expect(layer.mean != layer.variance)
        }
        let read = Set(model.variables.map(\.checkpointName))
        #expect(read.isDisjoint(with: model.unreadVariables))
        #expect(model.variables.count == Set(model.variables).count)
    }

    private static func isAverage(_ name: String?) -> Bool {
        name?.contains("moving_") == true || name?.hasSuffix("/ExponentialMovingAverage") == true
    }
}
