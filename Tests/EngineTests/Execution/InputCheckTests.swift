import Engine
import Graph
import Tensors
import Testing

@Suite("inputs that do not fit")
struct InputCheckTests {
    let executor: Executor

    init() throws { executor = try CompiledModel(digitNetwork()).makeExecutor() }

    private func zeros(_ shape: Shape) -> Tensor {
        Tensor([Float](repeating: 0, count: shape.elementCount), shape: shape)
    }

    @Test("too few and too many tensors")
    func count() {
        #expect(throws: EngineError.inputCount(expected: 1, given: 0)) { try executor.run([]) }
        let image = zeros([1, 8, 8, 1])
        #expect(throws: EngineError.inputCount(expected: 1, given: 2)) {
            try executor.run([image, image])
        }
    }

    @Test(
        "wrong shapes",
        arguments: [[1, 8, 8], [1, 8, 8, 3], [1, 8, 9, 1], [64], []] as [Shape])
    func shape(shape: Shape) {
        #expect(throws: EngineError.self) { try executor.run([zeros(shape)]) }
    }

    @Test("wrong element type")
    func elementType() {
        let image = Tensor([Double](repeating: 0, count: 64), shape: [1, 8, 8, 1])
        let error = #expect(throws: EngineError.self) { try executor.run([image]) }
        #expect(
            error?.description
                == "input 'images' must be float32[N, 8, 8, 1], given float64[1, 8, 8, 1]")
    }

    @Test("a batch without rows")
    func empty() {
        #expect(throws: EngineError.emptyBatch(name: "images")) {
            try executor.run([zeros([0, 8, 8, 1])])
        }
        #expect(throws: EngineError.self) { try executor.prepare(batchSize: 0) }
    }

    @Test("inputs with different numbers of rows")
    func inconsistent() throws {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(2)])
        let a = try graph.add(.input(Input(type)), name: "a")
        let b = try graph.add(.input(Input(type)), name: "b")
        graph.addOutput(try graph.add(.binary(.add), [a, b], name: "y"), name: "y")
        let executor = try CompiledModel(graph).makeExecutor()
        #expect(throws: EngineError.inconsistentBatch(name: "b", expected: 2, given: 3)) {
            try executor.run([zeros([2, 2]), zeros([3, 2])])
        }
        #expect(try executor.run([zeros([2, 2]), zeros([2, 2])]).count == 1)
    }

    @Test("thread counts outside of what a machine can have", arguments: [0, -1, 1025])
    func threads(count: Int) throws {
        let model = try CompiledModel(digitNetwork())
        #expect(throws: EngineError.invalidThreadCount(count)) {
            try model.makeExecutor(threads: count)
        }
    }

    @Test("an integer division by zero while running is an error, and the executor goes on")
    func divisionByZero() throws {
        var graph = Graph()
        let type = ValueType(.int32, [.batch])
        let a = try graph.add(.input(Input(type)), name: "a")
        let ten = graph.addConstant(Tensor(scalar: Int32(10)), name: "ten")
        graph.addOutput(try graph.add(.binary(.floorDivide), [ten, a], name: "y"), name: "y")
        let executor = try CompiledModel(graph).makeExecutor()
        #expect(throws: EngineError.divisionByZero(node: "y", operation: "floorDivide")) {
            try executor.run([Tensor([1, 0] as [Int32])])
        }
        #expect(
            try executor.run([Tensor([3, -3] as [Int32])])[0].elements(as: Int32.self) == [3, -4])
    }

    @Test("a constant part that can't be computed is refused at load, with its node")
    func foldingFails() throws {
        var graph = Graph()
        let zero = graph.addConstant(Tensor(scalar: Int32(0)), name: "zero")
        graph.addOutput(try graph.add(.binary(.divide), [zero, zero], name: "bad"), name: "y")
        let error = #expect(throws: EngineError.self) { try CompiledModel(graph) }
        #expect(error?.description == "node 'bad' (divide): an integer is divided by zero")
    }
}
