import Graph
import TensorFlowImport
import Testing

@testable import Mending

@Suite("Statistics layer by layer")
struct PopulationStatisticsTests {
    @Test("are the same when values don't fit in memory and are computed again")
    func computingAgain() throws {
        let fixture = try CalibrationFixture("fused")
        let scratch = try ScratchFolder()
        var importing = fixture.importing
        importing.missingVariables = .initial
        let imported = try TensorFlowModel.load(fixture.location, options: importing)
        let graph = try InferenceMode.recognized(imported.graph)
        let layers = try NormalizationLayer.all(in: graph, variables: imported.variables)
        let inputs = graph.inputs.map { (name: graph[$0].name, type: graph.type(of: $0)) }
        let rows = try CalibrationRows([fixture.rows(in: scratch)], inputs: inputs, batchSize: 40)
        let network = try StagedNetwork(graph, layers: layers, joinsShared: true, threads: 1)
        #expect(network.stageCount == 3)
        let results = try [0, 20_000, 1 << 29].map { limit in
            try PopulationStatistics(
                network: network, rows: rows, keptByteLimit: limit, progress: { _ in }
            ).compute()
        }
        #expect(results[0] == results[2])
        #expect(results[1] == results[2])
    }
}
