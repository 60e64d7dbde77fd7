import Graph
import Tensors
import Testing

@testable import Engine

@Suite("lowering a graph to steps over buffers")
struct LoweredGraphTests {
    let type = ValueType(.float32, [.batch, .fixed(6)])

    @Test("nodes that no output needs are left out, and constant parts are computed at load")
    func pruning() throws {
        var graph = Graph()
        let x = try graph.add(.input(Input(type)), name: "x")
        _ = try graph.add(.unary(.exponential), [x], name: "dead")
        let a = graph.addConstant(Tensor([1, 2, 3, 4, 5, 6] as [Float]), name: "a")
        let b = try graph.add(.unary(.square), [a], name: "b")
        graph.addOutput(try graph.add(.binary(.add), [x, b], name: "y"), name: "y")
        let lowered = try LoweredGraph(graph)
        #expect(lowered.steps.map(\.name) == ["y"])
        let input = Tensor([0, 0, 0, 0, 0, 0] as [Float], shape: [1, 6])
        #expect(try compiled(graph, [input])[0].floats == [1, 4, 9, 16, 25, 36])
    }

    @Test("reshapes and transpositions that move nothing cost no step")
    func views() throws {
        var graph = Graph()
        let x = try graph.add(.input(Input(type)), name: "x")
        let a = try graph.add(
            .reshape(Reshape(to: [.batch, .fixed(1), .fixed(6)])), [x], name: "a")
        let b = try graph.add(.transposition(Transposition([1, 0, 2])), [a], name: "b")
        let c = try graph.add(.cast(Cast(to: .float32)), [b], name: "c")
        graph.addOutput(c, name: "c")
        let lowered = try LoweredGraph(graph)
        #expect(lowered.steps.isEmpty)
        let input = Tensor((0..<12).map(Float.init), shape: [2, 6])
        let output = try compiled(graph, [input])[0]
        #expect(output.shape == [1, 2, 6])
        #expect(output.floats == input.floats)
    }

    @Test("a chain of elementwise steps writes one buffer")
    func chain() throws {
        var graph = Graph()
        let x = try graph.add(.input(Input(type)), name: "x")
        var value = x
        for (index, function) in [Unary.tanh, .absolute, .squareRoot].enumerated() {
            value = try graph.add(.unary(function), [value], name: "\(index)")
        }
        graph.addOutput(value, name: "y")
        let lowered = try LoweredGraph(graph)
        #expect(Set(lowered.steps.map(\.result.buffer)).count == 1)
        // The caller's memory is never written.
        #expect(lowered.steps[0].overwrittenInput == nil)
        #expect(lowered.steps[1].overwrittenInput == 0)
    }

    @Test("what is read later, given back, or broadcast from the same memory is not overwritten")
    func protected() throws {
        var graph = Graph()
        let x = try graph.add(.input(Input(type)), name: "x")
        let a = try graph.add(.unary(.tanh), [x], name: "a")
        let b = try graph.add(.unary(.absolute), [a], name: "b")
        let c = try graph.add(.binary(.add), [a, b], name: "c")
        graph.addOutput(b, name: "b")
        graph.addOutput(c, name: "c")
        let lowered = try LoweredGraph(graph)
        #expect(lowered.steps[1].overwrittenInput == nil)
        #expect(lowered.steps[2].overwrittenInput == 0)

        var square = Graph()
        let y = try square.add(
            .input(Input(ValueType(.float32, [.fixed(3), .fixed(3)]))), name: "y")
        let s = try square.add(.unary(.exponential), [y], name: "s")
        let t = try square.add(.transposition(Transposition([1, 0])), [s], name: "t")
        let flat = try square.add(.reshape(Reshape(to: [.fixed(9)])), [t], name: "flat")
        let column = try square.add(
            .reshape(Reshape(to: [.fixed(9), .fixed(1)])), [flat], name: "column")
        square.addOutput(
            try square.add(.binary(.multiply), [flat, column], name: "z"), name: "z")
        let input = Tensor((0..<9).map { Float($0) / 9 }, shape: [3, 3])
        expectClose(
            try compiled(square, [input])[0],
            try ReferenceInterpreter.run(square, inputs: [input])[0])
    }
}
