import Checkpoints
import Fixtures
import TensorFlowImport
import Testing

@Suite("The graph says how training updates moving statistics")
struct StatisticUpdateTests {
    @Test("with what momentum, and whether the kernel corrects the variance")
    func everyLayer() throws {
        let cases = try Fixtures.cases(.batchNorm).filter { golden in
            let kinds = ["-false-", "debiased", "net-", "ema-", "beside-"]
            return !kinds.contains { golden.name.contains($0) }
                || golden.name.contains("default-false")
        }.filter { !$0.name.hasPrefix("net-") && !$0.name.hasPrefix("ema-") }
        #expect(cases.count > 50)
        for golden in cases {
            let meta = try CheckpointLocation.resolve(golden.directory).readMetaGraph()
            let updates = try TensorFlowModel.statisticUpdates(in: meta)
            let words = golden.name.split(separator: "-")
            let momentum = words.firstIndex(of: "momentum").flatMap { Double(words[$0 + 1]) } ?? 0.8
            for name in ["bn/moving_mean", "bn/moving_variance"] {
                let update = try #require(updates[name], "\(golden)")
                #expect(abs((update.rate ?? -1) - (1 - momentum)) < 1e-6, "\(golden)")
                #expect(update.isBesselCorrected == words.contains("fused"), "\(golden)")
            }
        }
    }

    @Test("but not for averages whose bias is removed, whose rate changes with each step")
    func debiased() throws {
        let golden = try #require(
            Fixtures.cases(.batchNorm).first { $0.name == "contrib-debiased-fused-true-ref" })
        let meta = try CheckpointLocation.resolve(golden.directory).readMetaGraph()
        let updates = try TensorFlowModel.statisticUpdates(in: meta)
        #expect(updates["bn/moving_mean"]?.rate == nil)
        #expect(updates["bn/moving_variance"]?.rate != nil)
    }
}

@Suite("Variables that the checkpoint lacks")
struct MissingVariableTests {
    @Test("take the graph's initial values where that is asked for")
    func initialValues() throws {
        let location = try CheckpointLocation.resolve(Fixtures.url("calibration/fused"))
        var options = ImportOptions(outputNodes: ["probabilities"])
        #expect(throws: ImportError.self) { try TensorFlowModel.load(location, options: options) }
        options.missingVariables = .initial
        let graph = try TensorFlowModel.load(location, options: options).graph
        var found: [String: Set<Float>] = [:]
        for value in graph.values {
            let name = graph[value].name
            if name.contains("moving_"), let tensor = graph.constant(value) {
                found[name, default: []].formUnion(tensor.elements(as: Float.self))
            }
        }
        #expect(found["conv/bn/moving_mean"] == [0])
        #expect(found["dense/bn/moving_variance"] == [1])
        #expect(found.count == 6)
    }
}
