import Fixtures
import Graph
import Testing

@Suite("Networks with the channels first")
struct ChannelsFirstNetworkTests {
    static let cases = Result {
        try Fixtures.cases(.batchNorm).filter { $0.manifest.properties["dimensions"] == "NCHW" }
    }

    @Test("run with the channels last, but for their input", arguments: try cases.get())
    func transpositions(_ golden: GoldenCase) throws {
        let graph = try golden.importedModel().graph
        let optimized = try Answering.optimized(graph)
        let count = { (graph: Graph) in
            graph.nodes.count { node in
                if case .transposition = node.operation { true } else { false }
            }
        }
        #expect(count(optimized) <= graph.inputs.count)
        #expect(count(graph) > graph.inputs.count)
    }

    @Test("include residual blocks, concatenations and flattening")
    func coverage() throws {
        let networks = Set(try Self.cases.get().compactMap { $0.manifest.properties["network"] })
        #expect(
            networks.isSuperset(of: [
                "channels-first", "channels-first-residual", "channels-first-flat",
            ]))
    }
}
