import Testing

@testable import TensorFlowImport

@Suite("Operators without an importer")
struct UnsupportedOperatorsTests {
    private var definition: GraphDefinition {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.node("a", "Cholesky", ["x"])
        definition.node("b", "Qr", ["a"])
        definition.node("c", "Cholesky", ["b"])
        definition.node("y", "Relu", ["c"])
        definition.node("z", "Relu", ["x"])
        return definition
    }

    @Test("are all listed with the nodes that need them")
    func listed() {
        let options = ImportOptions(outputNodes: ["y"])
        #expect(
            throws: ImportError.unsupportedOperators([
                .init(op: "Cholesky", nodes: ["a", "c"]), .init(op: "Qr", nodes: ["b"]),
            ])
        ) { try TensorFlowModel.load(definition.metaGraph, variables: nil, options: options) }
    }

    @Test("don't matter if the outputs don't depend on them")
    func unneeded() throws {
        let model = try TensorFlowModel.load(
            definition.metaGraph, variables: nil, options: ImportOptions(outputNodes: ["z"]))
        #expect(model.graph.nodes.count == 2)
    }
}
