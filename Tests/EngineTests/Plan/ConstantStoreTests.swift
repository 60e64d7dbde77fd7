import Graph
import Tensors
import Testing

@testable import Engine

@Suite("constants in the layouts of kernels")
struct ConstantStoreTests {
    private let tensor = Tensor((0..<12).map { Float($0) / 7 }, shape: [3, 4])

    /// A store with the tensor alone, and the tensor's buffer.
    private func store() throws -> (ConstantStore, buffer: Int) {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(4)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let constant = graph.addConstant(tensor, name: "c")
        let product = MatrixProduct(transposesRight: true)
        let y = try graph.add(.matrixProduct(product), [x, constant], name: "y")
        graph.addOutput(y, name: "y")
        let lowered = try LoweredGraph(graph)
        return (ConstantStore(lowered), lowered.steps[0].inputs[1].buffer)
    }

    @Test("a constant is made once for each layout")
    func once() throws {
        let (store, buffer) = try store()
        #expect(store.isConstant(buffer))
        #expect(store.byteCount == 0)
        let first = try #require(store.plain(buffer))
        let second = try #require(store.plain(buffer))
        #expect(first === second)
        #expect(store.byteCount == tensor.byteCount)
    }

    @Test("the tensor can be had back bit by bit")
    func restored() throws {
        let (store, buffer) = try store()
        _ = store.plain(buffer)
        let restored = try #require(store.tensor(buffer))
        #expect(restored.elements(as: Float.self) == tensor.elements(as: Float.self))
    }

    #if OneDNN
        @Test("also from the order of elements that a kernel chose")
        func reordered() throws {
            let (store, buffer) = try store()
            let source = try OneDNN.Layout(dense: [3, 4])
            // Padded, so that the memory is larger than the tensor.
            let target = try OneDNN.Layout([3, 4], strides: [1, 5])
            let memory = try store.memory(buffer, .reordered(source: source, target: target)) {
                tensor throws(OneDNN.Failure) in
                try tensor.withUnsafeBytes { bytes throws(OneDNN.Failure) in
                    try OneDNN.reorder(bytes, source, to: target)
                }
            }
            let elements = memory.bytes.bindMemory(to: Float.self)
            #expect(elements[5] == Float(1) / 7)
            let restored = try #require(store.tensor(buffer))
            #expect(restored.elements(as: Float.self) == tensor.elements(as: Float.self))
        }
    #endif

    @Test("what only one layout is read of is let go, though it can't be had back")
    func settled() throws {
        final class Owner: Sendable {}
        weak var owner: Owner?
        let floats = [Float](repeating: 1, count: 9 * 16 * 32)
        try floats.withUnsafeBytes { bytes in
            var graph = Graph()
            let type = ValueType(.float32, [.batch, .fixed(8), .fixed(8), .fixed(16)])
            let x = try graph.add(.input(Input(type)), name: "x")
            do {
                let strong = Owner()
                owner = strong
                let filter = Tensor(
                    shape: [3, 3, 16, 32], elementType: .float32, bytes: bytes, owner: strong)
                let window = Window(
                    padding: [EdgePadding(before: 1, after: 1), EdgePadding(before: 1, after: 1)])
                let y = try graph.add(
                    .convolution(Convolution(window: window)),
                    [x, graph.addConstant(filter, name: "w")], name: "y")
                graph.addOutput(y, name: "y")
            }
            let model = try CompiledModel(graph)
            graph = Graph()
            #expect(model.tuning.counts == ["winograd 4": 1])
            #expect(owner != nil)
            let executor = try model.makeExecutor(threads: 2)
            try executor.prepare(batchSize: 1)
            #expect(owner == nil)
            // All other plans do without it.
            for batch in 2...5 { try executor.prepare(batchSize: batch) }
        }
    }

    @Test("what lay in another's memory is let go")
    func detached() throws {
        final class Owner: Sendable {}
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 64)
        defer { bytes.deallocate() }
        bytes.initializeMemory(as: UInt8.self, repeating: 1)
        weak var owner: Owner?
        var detached: Tensor
        do {
            let strong = Owner()
            owner = strong
            detached = Tensor(
                shape: [4], elementType: .int32, bytes: UnsafeRawBufferPointer(bytes),
                owner: strong)
            #expect(detached.unsharedBytes() == nil)
            detached = detached.detached
        }
        #expect(owner == nil)
        #expect(detached.elements(as: Int32.self) == [Int32](repeating: 0x0101_0101, count: 4))
    }
}
