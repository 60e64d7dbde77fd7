import Graph
import Tensors
import Testing

@testable import Serving

@Suite("Graphs compiled for serving")
struct CompilingTests {
    private func compiled(
        input: [Dimension] = [.batch, .fixed(3)],
        _ build: (inout Graph, Value) throws -> Value
    ) throws -> LoadedModel {
        var graph = Graph()
        let input = try graph.add(.input(Input(ValueType(.float32, input))), name: "x")
        graph.addOutput(try build(&graph, input), name: "y")
        return try LoadedModel(compiling: graph, version: "1", threads: 1, maxBatchSize: 4)
    }

    @Test("the signature has the graph's names, types and rows")
    func signature() throws {
        let model = try compiled { graph, x in
            try graph.add(.reduction(Reduction(.sum, axes: [1])), [x], name: "sum")
        }
        #expect(model.signature.inputs.map(\.name) == ["x"])
        #expect(model.signature.inputs[0].dimensions == [nil, 3])
        #expect(model.signature.outputs.map(\.name) == ["y"])
        #expect(model.signature.outputs[0].dimensions == [nil])
        let rows = Tensor((0..<15).map(Float.init), shape: [5, 3])
        let sums = try model.predict([rows], maxBatchSize: 4)
        #expect(sums[0].elements(as: Float.self) == [3, 12, 21, 30, 39])
    }

    @Test("an output that is a mean over the batch is refused, and the node named")
    func reducedOutput() {
        #expect(throws: ServingError.rowsMixed(nodes: ["mean"])) {
            try compiled { graph, x in
                try graph.add(.reduction(Reduction(.mean, axes: [0])), [x], name: "mean")
            }
        }
    }

    @Test("rows that come together on the way to a batched output are refused too")
    func mixedRows() {
        #expect(throws: ServingError.rowsMixed(nodes: ["mean"])) {
            try compiled { graph, x in
                let mean = try graph.add(
                    .reduction(Reduction(.mean, axes: [0], keepsDimensions: true)), [x],
                    name: "mean")
                return try graph.add(.binary(.subtract), [x, mean], name: "centred")
            }
        }
    }

    @Test("an input of fixed batch size is refused with its type")
    func fixedInput() {
        let error = ServingError.notBatched(.input, name: "x", type: "float32[2, 3]")
        #expect(throws: error) {
            try compiled(input: [.fixed(2), .fixed(3)]) { graph, x in
                try graph.add(.unary(.exponential), [x], name: "exp")
            }
        }
    }
}
