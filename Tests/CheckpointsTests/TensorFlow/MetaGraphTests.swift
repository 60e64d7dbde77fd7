import Checkpoints
import Fixtures
import Foundation
import Testing
import Wire

@Suite("Graphs beside checkpoints")
struct MetaGraphTests {
    private struct ExpectedGraph: Decodable {
        let nodes: [String]
        let operations: [String]
        let collections: [String]
        let tensorflow: String
    }

    @Test("a training graph has the nodes and collections that TensorFlow sees")
    func metaGraph() throws {
        let location = try CheckpointLocation.resolve(Fixtures.url("checkpoints/saver"))
        let graph = try location.readMetaGraph()
        let expected = try JSONDecoder().decode(
            ExpectedGraph.self,
            from: Data(contentsOf: Fixtures.url("checkpoints/saver/graph.json")))
        #expect(graph.graphDef.node.map(\.name) == expected.nodes)
        #expect(graph.graphDef.node.map(\.op) == expected.operations)
        #expect(graph.collectionDef.keys.sorted() == expected.collections)
        #expect(graph.metaInfoDef.tensorflowVersion == expected.tensorflow)

        let trainable = try #require(graph.collectionDef["trainable_variables"]).bytesList.value
        let variables = try trainable.map { try TFVariableDef(decoding: $0) }
        #expect(
            variables.map(\.variableName)
                == ["dense/kernel:0", "dense/bias:0", "norm/gamma:0", "norm/beta:0"])
        #expect(variables.allSatisfy { $0.trainable && !$0.isResource })
        #expect(graph.saverDef.restoreOpName == "save/restore_all")
        let input = try #require(graph.graphDef.node.first { $0.name == "images" })
        #expect(input.attr["dtype"]?.type == .dtFloat)
        #expect(input.attr["shape"]?.shape.dim.map(\.size) == [-1, 3])
    }

    @Test("a SavedModel's graph comes with its signature")
    func savedModel() throws {
        let location = try CheckpointLocation.resolve(Fixtures.url("checkpoints/saved_model"))
        let graph = try location.readMetaGraph()
        #expect(graph.metaInfoDef.tags == ["serve"])
        let signature = try #require(graph.signatureDef["serving_default"])
        #expect(signature.inputs["x"]?.name == "x:0")
        #expect(signature.outputs["y"]?.dtype == .dtFloat)
    }

    @Test("a missing graph is named, with the graphs that are there")
    func missing() throws {
        let folder = try TemporaryFolder(copying: "saver")
        try folder.remove("model.ckpt-30.meta")
        let location = try CheckpointLocation.resolve(folder.url)
        #expect(location.graph == nil)
        #expect(
            throws: CheckpointError.metaGraphMissing(
                file: folder.path("model.ckpt-30.meta"), others: ["model.ckpt-20.meta"])
        ) { try location.readMetaGraph() }
    }

    @Test("a graph cut short or replaced by something else is refused with the file named")
    func damaged() throws {
        let folder = try TemporaryFolder(copying: "saver")
        let original = try folder.bytes(of: "model.ckpt-30.meta")
        let location = try CheckpointLocation.resolve(folder.url)
        for bytes in [Array(original.dropLast(original.count / 2)), [], Array("text".utf8)] {
            try folder.write(bytes, to: "model.ckpt-30.meta")
            let error = #expect(throws: CheckpointError.self) { try location.readMetaGraph() }
            guard case .damagedMetaGraph(let file, _) = error else {
                Issue.record("\(error as Any)")
                continue
            }
            #expect(file == folder.path("model.ckpt-30.meta"))
        }
    }

    @Test("a SavedModel with several graphs and none to serve is refused")
    func ambiguous() throws {
        let folder = try TemporaryFolder(copying: "saved_model")
        var model = try TFSavedModel(decoding: try folder.bytes(of: "saved_model.pb"))
        model.metaGraphs[0].metaInfoDef.tags = ["train"]
        try folder.write(try model.encoded(), to: "saved_model.pb")
        let location = try CheckpointLocation.resolve(folder.url)
        #expect(throws: Never.self) { try location.readMetaGraph() }
        model.metaGraphs.append(model.metaGraphs[0])
        try folder.write(try model.encoded(), to: "saved_model.pb")
        #expect(throws: CheckpointError.self) { try location.readMetaGraph() }
    }
}
