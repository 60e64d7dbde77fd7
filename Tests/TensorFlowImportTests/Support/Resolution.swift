import Testing

@testable import TensorFlowImport

extension BranchResolution {
    /// The resolution of a graph that was written for a test, with the functions it calls put in.
    convenience init(
        _ definition: GraphDefinition, for outputs: [String] = [], held: [String: Double] = [:]
    ) throws {
        var graph = try TrainingGraph(definition.message, operators: .init())
        try graph.inlineCalls(neededFor: outputs.map { try graph.existing($0) })
        var nodes: [Int: Double] = [:]
        for (name, value) in held { nodes[try graph.existing(name).node] = value }
        self.init(graph: graph, held: nodes)
    }

    func existing(_ name: String) throws -> TensorReference { try graph.existing(name) }
}

extension TrainingGraph {
    func existing(_ name: String) throws -> TensorReference {
        try #require(tensor(named: name), "\(name) is not in the graph")
    }
}
