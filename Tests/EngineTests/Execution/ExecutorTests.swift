import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("running a compiled model")
struct ExecutorTests {
    @Test("the digit network gives the reference's probabilities for batches in any order")
    func digits() throws {
        let graph = try digitNetwork()
        let model = try CompiledModel(graph)
        let executor = try model.makeExecutor()
        #expect(model.inputs.map(\.name) == ["images"])
        #expect(model.outputs.map(\.name) == ["probabilities"])
        #expect(model.outputs[0].type == ValueType(.float32, [.batch, .fixed(10)]))
        var numbers = SeededGenerator(seed: 2)
        for batch in [1, 8, 3, 1, 32, 8] {
            let input = numbers.tensor([batch, 8, 8, 1])
            executor.poison()
            let given = try executor.run([input])
            let expected = try ReferenceInterpreter.run(graph, inputs: [input])
            expectClose(given[0], expected[0])
        }
    }

    @Test("executors on several threads share one model and do not disturb each other")
    func threads() async throws {
        let graph = try digitNetwork()
        let model = try CompiledModel(graph)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 0..<4 as Range<UInt64> {
                group.addTask {
                    var numbers = SeededGenerator(seed: seed)
                    let executor = try model.makeExecutor()
                    for batch in [1, 4, 2] {
                        let input = numbers.tensor([batch, 8, 8, 1])
                        let expected = try ReferenceInterpreter.run(graph, inputs: [input])
                        expectClose(try executor.run([input])[0], expected[0])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("outputs may be inputs, constants, views of each other, and read by later steps")
    func unusualOutputs() throws {
        var graph = Graph()
        let x = try graph.add(
            .input(Input(ValueType(.float32, [.batch, .fixed(4)]))), name: "x")
        let constant = graph.addConstant(Tensor([9, 8] as [Float]), name: "constant")
        let a = try graph.add(.unary(.square), [x], name: "a")
        let view = try graph.add(
            .reshape(Reshape(to: [.batch, .fixed(2), .fixed(2)])), [a], name: "view")
        let b = try graph.add(.unary(.negation), [a], name: "b")
        let flat = try graph.add(.reshape(Reshape(to: [.batch(times: 4)])), [x], name: "flat")
        for (name, value) in [
            ("x", x), ("constant", constant), ("a", a), ("view", view), ("again", a), ("b", b),
            ("flat", flat),
        ] { graph.addOutput(value, name: name) }
        let input = Tensor([1, 2, 3, 4, 5, 6, 7, 8] as [Float], shape: [2, 4])
        let given = try compiled(graph, [input])
        #expect(given.map(\.shape) == [[2, 4], [2], [2, 4], [2, 2, 2], [2, 4], [2, 4], [8]])
        let squares = input.floats.map { $0 * $0 }
        #expect(given[0].floats == input.floats)
        #expect(given[1].floats == [9, 8])
        for index in [2, 3, 4] { #expect(given[index].floats == squares) }
        #expect(given[5].floats == squares.map { -$0 })
        #expect(given[6].floats == input.floats)
    }

    @Test("earlier outputs are untouched by later runs")
    func outputsStay() throws {
        let executor = try CompiledModel(digitNetwork()).makeExecutor()
        var numbers = SeededGenerator(seed: 4)
        let first = try executor.run([numbers.tensor([2, 8, 8, 1])])[0]
        let bytes = first.bytes
        _ = try executor.run([numbers.tensor([2, 8, 8, 1])])
        #expect(first.bytes == bytes)
    }

    @Test("rows that start in the middle of another tensor's memory are read where they are")
    func slicedInput() throws {
        let graph = try digitNetwork()
        let executor = try CompiledModel(graph).makeExecutor()
        var numbers = SeededGenerator(seed: 5)
        let rows = numbers.tensor([5, 8, 8, 1]).rows(1..<4)
        let expected = try ReferenceInterpreter.run(graph, inputs: [rows])
        expectClose(try executor.run([rows])[0], expected[0])
    }

    @Test("a model without inputs gives its constants")
    func constantsOnly() throws {
        var graph = Graph()
        let a = graph.addConstant(Tensor([1, 2] as [Float]), name: "a")
        graph.addOutput(try graph.add(.unary(.square), [a], name: "y"), name: "y")
        #expect(try compiled(graph, [])[0].floats == [1, 4])
    }

    @Test("each step is timed and says what ran it")
    func timings() throws {
        let executor = try CompiledModel(digitNetwork()).makeExecutor()
        var numbers = SeededGenerator(seed: 6)
        let timings = try executor.measure([numbers.tensor([2, 8, 8, 1])])
        #expect(
            timings.map(\.node) == ["conv1", "conv2", "pool", "dense1", "dense2", "softmax"])
        #expect(timings.allSatisfy { $0.duration > .zero && !$0.implementation.isEmpty })
    }

    @Test("plans beyond the capacity are made again when they are needed again")
    func boundedPlans() throws {
        let graph = try digitNetwork()
        let model = try CompiledModel(graph, options: EngineOptions(planCapacity: 2))
        let executor = try model.makeExecutor()
        var numbers = SeededGenerator(seed: 7)
        for batch in [1, 2, 3, 1, 3, 2] {
            let input = numbers.tensor([batch, 8, 8, 1])
            let expected = try ReferenceInterpreter.run(graph, inputs: [input])
            expectClose(try executor.run([input])[0], expected[0])
        }
    }

    @Test("weights are held once for all batch sizes and executors")
    func sharedWeights() throws {
        let model = try CompiledModel(digitNetwork())
        try model.makeExecutor().prepare(batchSize: 1)
        let bytes = model.constantByteCount
        #expect(bytes > 0)
        for batch in [1, 2, 8, 32] { try model.makeExecutor().prepare(batchSize: batch) }
        #expect(model.constantByteCount < 2 * bytes)
    }
}
