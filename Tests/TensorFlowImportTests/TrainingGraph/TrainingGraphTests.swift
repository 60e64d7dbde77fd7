import Testing

@testable import TensorFlowImport

@Suite("A training graph is indexed")
struct TrainingGraphTests {
    @Test("inputs name a node, one of its outputs, or only an order")
    func inputs() throws {
        var definition = GraphDefinition()
        definition.node("a", "Const")
        definition.node("b", "Split", ["a"])
        definition.node("c", "Add", ["b", "b:2", "^a"])
        let graph = try TrainingGraph(definition.message, operators: .init())
        #expect(graph.nodes[2].inputs == [TensorReference(1, 0), TensorReference(1, 2)])
        #expect(graph.nodes[2].controls == [0])
        #expect(graph.tensor(named: "b:2") == TensorReference(1, 2))
        #expect(graph.name(of: TensorReference(1, 2)) == "b:2")
        #expect(graph.name(of: TensorReference(1, 0)) == "b")
        #expect(graph.tensor(named: "b:x") == nil)
        #expect(graph.tensor(named: "^b") == nil)
    }

    @Test("an input that is not there is refused with its node")
    func missingInput() {
        var definition = GraphDefinition()
        definition.node("b", "Relu", ["a"])
        #expect(
            throws: ImportError.malformedGraph(
                node: "b", reason: "its input 'a' is not in the graph")
        ) { try TrainingGraph(definition.message, operators: .init()) }
    }

    @Test("two nodes of one name are refused")
    func duplicate() {
        var definition = GraphDefinition()
        definition.node("a", "Const")
        definition.node("a", "Const")
        #expect(
            throws: ImportError.malformedGraph(node: "a", reason: "two nodes have this name")
        ) { try TrainingGraph(definition.message, operators: .init()) }
    }
}
