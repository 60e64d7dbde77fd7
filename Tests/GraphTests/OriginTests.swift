import Tensors
import Testing

@testable import Graph

@Suite("Rewritten nodes know where they came from")
struct OriginTests {
    /// For each node of the rewritten graph that computes something, the operations it came from.
    private func origins(_ graph: Graph) throws -> [[String]] {
        let rewritten = try graph.trackingOrigins.optimized()
        return rewritten.nodes.filter { !$0.inputs.isEmpty }.map { node in
            node.origins.map { graph.nodes[$0].operation.mnemonic }.filter { $0 != "constant" }
        }
    }

    @Test("a convolution took batch normalization, relu and addition")
    func fusion() throws {
        var sketch = Sketch()
        let x = try sketch.input(4, 4, 3)
        let normalized = try sketch.normalization(sketch.convolution(x, to: 3))
        let sum = try sketch.binary(.add, x, normalized)
        let y = try sketch.unary(.relu, sum)
        #expect(
            try origins(sketch.outputs(y))
                == [["convolution", "batch normalization", "add", "relu"]])
    }

    @Test("a map split among branches belongs to each, a moved operation to itself")
    func splitting() throws {
        var sketch = Sketch()
        let x = try sketch.input(4, 4, 2)
        let joined = try sketch.add(
            .concatenation(Concatenation(axis: 3)), sketch.convolution(x, to: 3),
            sketch.convolution(x, to: 5, size: 3))
        let y = try sketch.unary(.relu, sketch.normalization(joined))
        let branch = ["convolution", "batch normalization", "relu"]
        #expect(try origins(sketch.outputs(y)) == [branch, branch, ["concatenation"]])
    }

    @Test("what was computed twice belongs to what remains")
    func twins() throws {
        var sketch = Sketch()
        let x = try sketch.input(5)
        let sum = try sketch.binary(.add, sketch.unary(.sine, x), sketch.unary(.sine, x))
        #expect(try origins(sketch.outputs(sum)) == [["sine", "sine"], ["add"]])
    }

    @Test("every operation but those that change nothing is the origin of a node")
    func completeness() throws {
        var sketch = Sketch()
        let x = try sketch.unary(
            .relu6, sketch.normalization(sketch.convolution(sketch.input(6, 6, 2), to: 4)))
        let gate = try sketch.unary(
            .sigmoid,
            sketch.convolution(
                sketch.add(.reduction(Reduction(.mean, axes: [1, 2], keepsDimensions: true)), x),
                to: 4))
        let y = try sketch.convolution(sketch.binary(.multiply, x, gate), to: 3)
        let graph = sketch.outputs(y)
        let rewritten = try graph.trackingOrigins.optimized()
        let known = Set(rewritten.nodes.flatMap(\.origins))
        for (index, node) in graph.nodes.enumerated() where !node.inputs.isEmpty {
            #expect(known.contains(index), "\(node.name)")
        }
    }

    @Test("are not kept unless asked for")
    func untracked() throws {
        var sketch = Sketch()
        let y = try sketch.unary(.sine, sketch.input(5))
        #expect(try sketch.outputs(y).optimized().nodes.allSatisfy(\.origins.isEmpty))
    }
}
