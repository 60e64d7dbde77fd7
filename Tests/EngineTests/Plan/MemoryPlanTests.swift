import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("where buffers lie")
struct MemoryPlanTests {
    /// A random graph of elementwise steps, reductions and joins with many branches.
    static func randomGraph(seed: UInt64) throws -> Graph {
        var numbers = SeededGenerator(seed: seed)
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(3), .fixed(4)])
        var values = [try graph.add(.input(Input(type)), name: "x")]
        for index in 0..<numbers.pick(5...25) {
            let name = "n\(index)"
            let a = values[numbers.pick(max(0, values.count - 5)...values.count - 1)]
            let same = values.filter { graph.type(of: $0) == graph.type(of: a) }
            let b = numbers.pick(same)
            let value: Value
            switch numbers.pick(0...5) {
            case 0: value = try graph.add(.unary(.tanh), [a], name: name)
            case 1: value = try graph.add(.binary(.add), [a, b], name: name)
            case 2: value = try graph.add(.binary(.multiply), [b, a], name: name)
            case 3 where graph.type(of: a).dimensions[2] != .fixed(1):
                let mean = Reduction(.mean, axes: [2], keepsDimensions: true)
                value = try graph.add(.reduction(mean), [a], name: name)
            case 4:
                let width = graph.type(of: a).dimensions[2]
                let flat: [Dimension] = [.batch, width, .fixed(3)]
                let view = try graph.add(.reshape(Reshape(to: flat)), [a], name: name + "v")
                value = try graph.add(
                    .transposition(Transposition([0, 2, 1])), [view], name: name)
            default: value = try graph.add(.binary(.maximum), [a, values[0]], name: name)
            }
            values.append(value)
        }
        for index in 0..<numbers.pick(1...3) {
            graph.addOutput(numbers.pick(values), name: "o\(index)")
        }
        graph.addOutput(values[values.count - 1], name: "last")
        return graph
    }

    @Test("buffers that live at the same time do not overlap", arguments: 0..<40)
    func overlaps(seed: UInt64) throws {
        let lowered = try LoweredGraph(Self.randomGraph(seed: seed))
        let plan = try MemoryPlan(lowered, batchSize: 5)
        let last = lowered.lastUses
        for a in lowered.buffers.indices {
            guard let offset = plan.offsets[a] else { continue }
            #expect(offset % MemoryPlan.alignment == 0)
            #expect(offset + plan.sizes[a] <= plan.byteCount)
            for b in lowered.buffers.indices where b > a {
                guard let other = plan.offsets[b] else { continue }
                let first = [a, b].map { buffer in
                    lowered.steps.firstIndex { $0.result.buffer == buffer } ?? 0
                }
                let liveTogether = first[0] <= last[b] && first[1] <= last[a]
                let apart = offset + plan.sizes[a] <= other || other + plan.sizes[b] <= offset
                #expect(!liveTogether || apart, "buffers \(a) and \(b)")
            }
        }
    }

    @Test("random graphs compute what the reference computes, run after run", arguments: 0..<40)
    func values(seed: UInt64) throws {
        let graph = try Self.randomGraph(seed: seed)
        let executor = try CompiledModel(graph).makeExecutor()
        var numbers = SeededGenerator(seed: seed)
        for batch in [2, 1, 5, 2] {
            let input = numbers.tensor([batch, 3, 4])
            // What a run leaves behind must not matter to the next.
            executor.poison()
            let given = try executor.run([input])
            let expected = try ReferenceInterpreter.run(graph, inputs: [input])
            for (a, b) in zip(given, expected) { expectClose(a, b, tolerance: 3e-6) }
        }
    }

    @Test("a chain needs the memory of its two largest neighbours and no more")
    func reuse() throws {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(16)])
        var value = try graph.add(.input(Input(type)), name: "x")
        for index in 0..<10 {
            let weights = graph.addConstant(
                Tensor([Float](repeating: 0, count: 256), shape: [16, 16]), name: "w")
            value = try graph.add(
                .matrixProduct(MatrixProduct()), [value, weights], name: "\(index)")
        }
        graph.addOutput(value, name: "y")
        let plan = try MemoryPlan(LoweredGraph(graph), batchSize: 4)
        #expect(plan.byteCount == 2 * 4 * 16 * 4)
    }

    @Test("a batch too large to count is refused")
    func tooLarge() throws {
        let model = try CompiledModel(digitNetwork())
        #expect(throws: EngineError.self) {
            try model.makeExecutor().prepare(batchSize: .max / 2)
        }
    }
}
