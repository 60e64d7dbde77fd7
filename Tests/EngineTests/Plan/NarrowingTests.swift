import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

/// Needs no processor of any kind: nothing is run.
@Suite("which values are kept in bfloat16")
struct NarrowingTests {
    private func types(_ graph: Graph) throws -> [String] {
        try LoweredGraph(graph, precision: .bfloat16).steps.map { step in
            let inputs = step.inputs.map { "\($0.type.elementType)" }.joined(separator: " ")
            return "\(step.name): \(inputs) -> \(step.result.type.elementType)"
        }
    }

    @Test("in the digit network all but the input, what goes into softmax, weights and biases")
    func digits() throws {
        #expect(
            try types(digitNetwork()) == [
                "narrow: float32 -> bfloat16",
                "conv1: bfloat16 float32 float32 -> bfloat16",
                "conv2: bfloat16 float32 float32 -> bfloat16", "pool: bfloat16 -> bfloat16",
                "dense1: bfloat16 float32 float32 -> bfloat16",
                "dense2: bfloat16 float32 float32 -> float32", "softmax: float32 -> float32",
            ])
    }

    @Test("a value that readers of both types take is cast once for each type")
    func casts() throws {
        var graph = Graph()
        var numbers = SeededGenerator(seed: 1)
        let type = ValueType(.float32, [.batch, .fixed(8)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let weights = graph.addConstant(numbers.tensor([8, 8]), name: "w")
        let product = Operation.matrixProduct(MatrixProduct())
        let a = try graph.add(product, [x, weights], name: "a")
        let b = try graph.add(product, [x, weights], name: "b")
        let sum = try graph.add(.binary(.add), [a, b], name: "sum")
        let c = try graph.add(product, [sum, weights], name: "c")
        let d = try graph.add(product, [sum, weights], name: "d")
        for (name, value) in [("sum", sum), ("c", c), ("d", d)] {
            graph.addOutput(try graph.add(.softmax(Softmax()), [value], name: name), name: name)
        }
        #expect(
            try types(graph) == [
                "narrow: float32 -> bfloat16", "a: bfloat16 float32 -> bfloat16",
                "b: bfloat16 float32 -> bfloat16", "sum: bfloat16 bfloat16 -> bfloat16",
                "c: bfloat16 float32 -> float32", "d: bfloat16 float32 -> float32",
                "widen: bfloat16 -> float32", "sum: float32 -> float32",
                "c: float32 -> float32", "d: float32 -> float32",
            ])
    }

    @Test("outputs and graphs that multiply nothing stay as they are")
    func untouched() throws {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(8)])
        let x = try graph.add(.input(Input(type)), name: "x")
        graph.addOutput(try graph.add(.unary(.tanh), [x], name: "y"), name: "y")
        #expect(try types(graph) == ["y: float32 -> float32"])
    }
}
