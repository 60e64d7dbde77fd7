import Tensors
import Testing

@testable import TensorFlowImport

@Suite("Conditionals are decided with training off")
struct BranchResolutionTests {
    /// `tf.cond(condition, lambda: -x, lambda: x)` as TensorFlow 1 writes it.
    private func conditional(
        on condition: String, _ prepare: (inout GraphDefinition) -> Void
    ) -> GraphDefinition {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        prepare(&definition)
        definition.node("pred_id", "Identity", [condition])
        definition.node("switch", "Switch", ["x", "pred_id"])
        definition.node("when_true", "Neg", ["switch:1"])
        definition.node("when_false", "Identity", ["switch"])
        definition.node("merge", "Merge", ["when_false", "when_true"])
        return definition
    }

    private func taken(
        on condition: String, held: [String: Double] = [:],
        _ prepare: (inout GraphDefinition) -> Void
    ) throws -> String {
        let resolution = try BranchResolution(
            conditional(on: condition, prepare), held: held)
        return resolution.graph.name(of: resolution.origin(of: try resolution.existing("merge")))
    }

    @Test("a boolean placeholder is the switch")
    func placeholder() throws {
        #expect(try taken(on: "flag") { $0.placeholder("flag", [], .dtBool) } == "x")
    }

    @Test("a placeholder that is true by default is false all the same")
    func defaultTrue() throws {
        #expect(
            try taken(on: "flag") { definition in
                definition.constant("default", Tensor(scalar: true))
                definition.node(
                    "flag", "PlaceholderWithDefault", ["default"], ["dtype": .type(.dtBool)])
            } == "x")
    }

    @Test("a variable is the switch")
    func variable() throws {
        #expect(
            try taken(on: "flag") {
                $0.node("flag", "VariableV2", [], ["dtype": .type(.dtBool)])
            } == "x")
    }

    @Test(
        "a true constant is the switch if its name does not say otherwise",
        arguments: [
            ("Const", "x"), ("net/is_training", "x"), ("train_phase", "x"),
            ("use_residual", "when_true"),
        ])
    func constant(name: String, branch: String) throws {
        #expect(try taken(on: name) { $0.constant(name, Tensor(scalar: true)) } == branch)
    }

    @Test("negations, conjunctions and comparisons are computed")
    func expressions() throws {
        #expect(
            try taken(on: "not") { definition in
                definition.placeholder("flag", [], .dtBool)
                definition.node("not", "LogicalNot", ["flag"])
            } == "when_true")
        #expect(
            try taken(on: "and") { definition in
                definition.placeholder("flag", [], .dtBool)
                definition.placeholder("step", [], .dtInt32)
                definition.constant("ten", Tensor(scalar: Int32(10)))
                definition.node("late", "Greater", ["step", "ten"])
                definition.node("and", "LogicalAnd", ["late", "flag"])
            } == "x")
        #expect(
            try taken(on: "is_two", held: ["mode": 2]) { definition in
                definition.placeholder("mode", [], .dtInt32)
                definition.constant("two", Tensor(scalar: Int32(2)))
                definition.node("is_two", "Equal", ["mode", "two"])
            } == "when_true")
    }

    @Test("what is only known with a request stays open")
    func open() throws {
        #expect(
            try taken(on: "any") { definition in
                definition.node("positive", "Greater", ["x", "x"])
                definition.node("any", "Any", ["positive", "positive"])
            } == "merge")
    }

    @Test("constants within a branch run only if the branch does")
    func controls() throws {
        var definition = GraphDefinition()
        definition.placeholder("flag", [], .dtBool)
        definition.node("switch", "Switch", ["flag", "flag"])
        definition.node("switch_t", "Identity", ["switch:1"])
        definition.node("switch_f", "Identity", ["switch"])
        definition.constant("decay", Tensor(scalar: Float(0.9)), after: ["^switch_t"])
        definition.constant("one", Tensor(scalar: Float(1)), after: ["^switch_f"])
        definition.node("merge", "Merge", ["one", "decay"])
        let resolution = try BranchResolution(definition)
        #expect(resolution.isDead(try resolution.existing("decay")))
        #expect(!resolution.isDead(try resolution.existing("one")))
        #expect(resolution.number(try resolution.existing("merge")) == 1)
    }

    @Test("a loop is neither followed for ever nor dead")
    func loop() throws {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.node("enter", "Enter", ["x"])
        definition.node("merge", "Merge", ["enter", "next"])
        definition.node("more", "LoopCond", ["merge"])
        definition.node("switch", "Switch", ["merge", "more"])
        definition.node("body", "Neg", ["switch:1"])
        definition.node("next", "NextIteration", ["body"])
        definition.node("exit", "Exit", ["switch"])
        let resolution = try BranchResolution(definition)
        #expect(!resolution.isDead(try resolution.existing("exit")))
        #expect(resolution.condition(try resolution.existing("more")) == nil)
    }
}
