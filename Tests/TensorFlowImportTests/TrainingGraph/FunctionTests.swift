import Testing

@testable import TensorFlowImport

@Suite("Functions are put into the graph")
struct FunctionTests {
    @Test("a conditional's branches see what is outside, and name their results")
    func conditional() throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.placeholder("is_training", [], .dtBool)
        definition.node(
            "cond", "If", ["is_training", "x"],
            ["then_branch": .function("yes"), "else_branch": .function("no")])
        definition.function(
            "yes", ["a"], [.init("noise", "Neg", ["a"])], returning: [("r", "noise:y:0")])
        definition.function(
            "no", ["a"],
            [
                .init("parts", "FusedBatchNorm", ["a"]),
                .init("v", "Relu", ["parts:batch_variance:0"]),
            ],
            returning: [("r", "v:activations:0")])
        let resolution = try BranchResolution(definition, for: ["cond"])
        let chosen = resolution.origin(of: try resolution.existing("cond"))
        #expect(resolution.graph.name(of: chosen) == "cond/else/v")
        let input = try #require(resolution.graph[chosen].inputs.first)
        #expect(resolution.graph.name(of: input) == "cond/else/parts:2")
        #expect(resolution.graph[resolution.graph[input].inputs[0]].name == "x")
    }

    @Test("calls within calls give what the innermost gives")
    func nested() throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.node("call", "StatefulPartitionedCall", ["x"], ["f": .function("outer")])
        definition.function(
            "outer", ["a"],
            [.init("inner", "PartitionedCall", ["a"], ["f": .function("inner")])],
            returning: [("r", "inner:output:0")])
        definition.function(
            "inner", ["a"], [.init("relu", "Relu", ["a"])], returning: [("r", "relu:activations:0")]
        )
        let resolution = try BranchResolution(definition, for: ["call"])
        let origin = resolution.origin(of: try resolution.existing("call"))
        #expect(resolution.graph[origin].name == "call/inner/relu")
    }

    @Test("a function that calls itself is refused")
    func recursion() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.node("call", "PartitionedCall", ["x"], ["f": .function("again")])
        definition.function(
            "again", ["a"], [.init("call", "PartitionedCall", ["a"], ["f": .function("again")])],
            returning: [("r", "call:output:0")])
        #expect(throws: ImportError.self) { try BranchResolution(definition, for: ["call"]) }
    }

    @Test("a function that is not there, or takes something else, is refused")
    func unfit() {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.node("absent", "PartitionedCall", ["x"], ["f": .function("absent")])
        definition.node("unfit", "PartitionedCall", ["x"], ["f": .function("two")])
        definition.function("two", ["a", "b"], [], returning: [("r", "a")])
        #expect(throws: ImportError.self) { try BranchResolution(definition, for: ["absent"]) }
        #expect(throws: ImportError.self) { try BranchResolution(definition, for: ["unfit"]) }
    }
}
