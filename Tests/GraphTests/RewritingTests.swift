import Synchronization
import Tensors
import Testing

@testable import Graph

@Suite("Rewriting")
struct RewritingTests {
    /// Turns relu into elu and back.
    private struct Restless: RewriteRule {
        let name = "restless"

        func replacement(
            for node: Node, in rewriting: inout Rewriting
        ) throws(GraphError) -> Value? {
            guard case .unary(let function) = node.operation else { return nil }
            return try rewriting.add(
                .unary(function == .relu ? .elu : .relu), node.inputs, name: node.name)
        }
    }

    /// Replaces relu by a value of another type.
    private struct Illtyped: RewriteRule {
        let name = "ill-typed"

        func replacement(
            for node: Node, in rewriting: inout Rewriting
        ) throws(GraphError) -> Value? {
            guard case .unary = node.operation else { return nil }
            return try rewriting.add(.cast(Cast(to: .int32)), node.inputs, name: node.name)
        }
    }

    private func relu() throws -> Graph {
        var graph = Graph()
        let y = try graph.add(.unary(.relu), [graph.image(2)], name: "r")
        graph.addOutput(y, name: "y")
        return graph
    }

    @Test("rules that undo each other end with the rule's name")
    func noFixpoint() throws {
        let error = #expect(throws: GraphError.self) {
            try relu().rewritten(by: [Restless()])
        }
        #expect(error?.description.contains("'restless'") == true)
    }

    @Test("a rule that changes a value's type is named with the node")
    func illTyped() throws {
        let error = #expect(throws: GraphError.self) {
            try relu().rewritten(by: [Illtyped()])
        }
        #expect(error?.description.contains("'ill-typed' failed at node 'r'") == true)
    }

    @Test("nodes that no output needs go, inputs stay")
    func deadNodes() throws {
        var graph = try relu()
        let unused = try graph.add(.input(Input(ValueType(.int32, []))), name: "unused")
        try graph.add(.unary(.negation), [unused], name: "dead")
        let live = graph.withoutDeadNodes()
        #expect(live.operations == ["relu"])
        #expect(live.inputs.count == 2)
    }

    @Test("constants are folded, chains of reshapes and transpositions joined")
    func folding() throws {
        var graph = Graph()
        let x = try graph.image(2, 3)
        let sum = try graph.add(
            .binary(.add), [graph.vector([1]), graph.vector([2])], name: "sum")
        var y = try graph.add(.transposition(Transposition([0, 2, 1])), [x], name: "t1")
        y = try graph.add(.transposition(Transposition([0, 2, 1])), [y], name: "t2")
        y = try graph.add(.reshape(Reshape(to: [.batch, .fixed(6)])), [y], name: "r1")
        y = try graph.add(.reshape(Reshape(to: [.batch, .fixed(3), .fixed(2)])), [y], name: "r2")
        y = try graph.add(.binary(.maximum), [y, sum], name: "max")
        graph.addOutput(y, name: "y")
        let result = try graph.optimized()
        #expect(result.operations == ["reshape", "maximum"])
        #expect(
            result.constant(result[result.outputs[0].value].inputs[1])?.elements(as: Float.self)
                == [3])
    }

    /// Adds a node that reads the input, and then thinks better of it.
    private struct Hesitant: RewriteRule {
        let name = "hesitant"

        func replacement(
            for node: Node, in rewriting: inout Rewriting
        ) throws(GraphError) -> Value? {
            _ = try rewriting.add(.unary(.negation), [node.inputs[0]], name: "left over")
            return nil
        }
    }

    /// Turns a function of a value that nothing else reads into its negation.
    private struct Negating: RewriteRule {
        let name = "negating"

        func replacement(
            for node: Node, in rewriting: inout Rewriting
        ) throws(GraphError) -> Value? {
            guard case .unary(let function) = node.operation, function != .negation,
                rewriting.hasSingleUse(node.inputs[0])
            else { return nil }
            return try rewriting.add(.unary(.negation), node.inputs, name: node.name)
        }
    }

    @Test("what a rule adds and does not return leaves no trace")
    func hesitation() throws {
        #expect(try relu().rewritten(by: [Hesitant(), Negating()]).operations == ["negation"])
    }

    @Test("a use that a replacement ended is not counted any more")
    func exactUses() throws {
        var sketch = Sketch()
        let x = try sketch.unary(.sine, sketch.input(3))
        let a = try sketch.unary(.relu, x)
        let twice = try sketch.binary(.add, a, sketch.unary(.relu, x))
        // Once both are one, `x` has a single reader, which the same round or the next may use.
        let rewritten = try sketch.outputs(twice).rewritten(
            by: [CommonSubexpressions(), Negating()])
        #expect(rewritten.operations == ["negation", "negation", "add"])
    }

    /// Counts how often it is asked, and does nothing.
    private final class Census: RewriteRule {
        let name = "census"
        let count = Mutex(0)

        func replacement(
            for node: Node, in rewriting: inout Rewriting
        ) throws(GraphError) -> Value? {
            count.withLock { $0 += 1 }
            return nil
        }
    }

    @Test("rules are asked a few times for each node, however many there are")
    func effort() throws {
        func asked(units: Int) throws -> Int {
            var sketch = Sketch()
            var x = try sketch.input(1, 1, 2)
            for _ in 0..<units {
                let y = try sketch.normalization(sketch.convolution(x, to: 2))
                let sigmoid = try sketch.unary(.sigmoid, y)
                x = try sketch.binary(.add, x, sketch.binary(.multiply, y, sigmoid))
            }
            let census = Census()
            let rules: [any RewriteRule] =
                [census] + InferenceMode.simplification(evaluate: evaluator)
            _ = try sketch.outputs(x).rewritten(by: rules)
            return census.count.withLock { $0 }
        }
        let (few, many) = (try asked(units: 10), try asked(units: 300))
        #expect(few > 0)
        #expect(many <= 31 * few)
    }
}
