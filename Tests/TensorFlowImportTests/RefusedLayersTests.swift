import Tensors
import Testing

@testable import TensorFlowImport

@Suite("Layers that can't answer row by row")
struct RefusedLayersTests {
    private func load(_ definition: GraphDefinition) throws -> ImportedModel {
        try TensorFlowModel.load(
            definition.metaGraph, variables: nil,
            options: ImportOptions(inputNodes: ["x"], outputNodes: ["y"]))
    }

    @Test("batch renormalization is refused by the layer's name")
    func renormalization() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 3])
        definition.variable("net/bn/gamma", [3])
        definition.variable("net/bn/renorm_mean", [3])
        definition.node("y", "Mul", ["x", "net/bn/gamma/read"])
        #expect(throws: ImportError.renormalization(layer: "net/bn")) { try load(definition) }
    }

    @Test("virtual batches are refused")
    func virtualBatch() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 6, 3])
        definition.constant("shape", Tensor([Int32(8), -1, 6, 3]))
        definition.node("y", "Reshape", ["x", "shape"])
        let error = #expect(throws: ImportError.self) { try load(definition) }
        #expect(error?.description.contains("virtual_batch_size") == true)
    }

    @Test("a mean over the batch is refused, as no average of it is kept")
    func batchMean() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 3])
        definition.constant("axes", Tensor([Int32(0)]))
        definition.node("moments/mean", "Mean", ["x", "axes"])
        definition.node("y", "Sub", ["x", "moments/mean"])
        #expect(
            throws: ImportError.statisticsWithoutAverage(node: "moments/mean", op: "Mean")
        ) { try load(definition) }
    }
}
