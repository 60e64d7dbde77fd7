import Fixtures
import Graph
import Tensors
import Testing

@testable import Engine

@Suite("runs divided into groups of rows, parts of images and threads")
struct DividedRunTests {
    /// What makes plans divide even small work as finely as they can.
    static let fine: PlanPolicy = {
        var policy = PlanPolicy()
        policy.cache = CacheSize(perCore: 3000, shared: 6000)
        policy.leastWorkPerThread = 1
        policy.leastWorkPerStep = 1
        return policy
    }()

    /// What keeps plans from dividing anything.
    static let whole: PlanPolicy = {
        var policy = PlanPolicy()
        policy.cache = CacheSize(perCore: .max / 16)
        return policy
    }()

    static func executor(
        _ graph: Graph, _ policy: PlanPolicy, threads: Int = 1
    ) throws -> Executor {
        var options = EngineOptions()
        options.policy = policy
        return try CompiledModel(graph, options: options).makeExecutor(threads: threads)
    }

    /// Expects the bits of an undivided run from every way of dividing it.
    static func expectSameBits(
        _ graph: Graph, rowShape: Shape, seed: UInt64, batches: [Int] = [1, 2, 3, 5, 8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var numbers = SeededGenerator(seed: seed)
        let whole = try executor(graph, whole)
        let divided = try executor(graph, fine, threads: 4)
        for batch in batches {
            let input = numbers.tensor(Shape([batch] + rowShape.dimensions))
            let expected = try whole.run([input]).map(\.bytes)
            for threads in 1...4 {
                // A part that is computed too late or not at all must not find an earlier run's.
                try divided.prepare(batchSize: batch, threads: threads)
                divided.poison()
                let given = try divided.run([input], threads: threads).map(\.bytes)
                #expect(
                    given == expected, "batch \(batch), \(threads) threads",
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test("the digit network")
    func digits() throws {
        try Self.expectSameBits(digitNetwork(), rowShape: [8, 8, 1], seed: 1)
    }

    @Test("random graphs of many branches", arguments: 0..<20 as Range<UInt64>)
    func branches(seed: UInt64) throws {
        try Self.expectSameBits(
            MemoryPlanTests.randomGraph(seed: seed), rowShape: [3, 4], seed: seed)
    }

    @Test("dense layers, whose channels threads divide")
    func denseLayers() throws {
        var numbers = SeededGenerator(seed: 7)
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(40)])
        let x = try graph.add(.input(Input(type)), name: "x")
        var value = x
        for (index, (inner, columns)) in [(40, 300), (300, 300), (300, 10)].enumerated() {
            let epilogue = Epilogue(hasBias: true, hasResidual: inner == columns, activation: .relu)
            let constants = [
                numbers.tensor([inner, columns], scale: 0.2), numbers.tensor([columns]),
            ]
            .map { graph.addConstant($0, name: "c") }
            value = try graph.add(
                .matrixProduct(MatrixProduct(epilogue: epilogue)),
                [value] + constants + (inner == columns ? [value] : []), name: "n\(index)")
        }
        graph.addOutput(value, name: "y")
        try Self.expectSameBits(graph, rowShape: [40], seed: 8)
    }

    @Test("random chains of convolutions and poolings", arguments: 0..<24 as Range<UInt64>)
    func chains(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let rowShape: Shape = [
            numbers.pick(9...23), numbers.pick(5...14), numbers.pick([3, 8, 16, 32]),
        ]
        try Self.expectSameBits(
            try imageGraph(rowShape, &numbers), rowShape: rowShape, seed: seed, batches: [1, 2, 5])
    }

    @Test("bands through random chains, of any height", arguments: 0..<40 as Range<UInt64>)
    func bands(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        let rowShape: Shape = [
            numbers.pick(7...23), numbers.pick(5...14), numbers.pick([3, 8, 16]),
        ]
        let graph = try imageGraph(rowShape, &numbers)
        var options = EngineOptions()
        options.policy = Self.whole
        let whole = try Self.executor(graph, Self.whole)
        let banded = try CompiledModel(graph, options: options) { maker in
            var bands: [Band] = []
            var start = 0
            while start < maker.steps.count {
                let tried = (start + 2..<start + 7).filter { $0 <= maker.steps.count }.compactMap {
                    maker.band(start..<$0, lines: numbers.pick(1...4))
                }
                let band = tried.isEmpty ? nil : numbers.pick(tried)
                if let band { bands.append(band) }
                start = band?.steps.upperBound ?? start + 1
            }
            return bands
        }.makeExecutor(threads: 2)
        for batch in [1, 2, 3] {
            let input = numbers.tensor(Shape([batch] + rowShape.dimensions))
            let expected = try whole.run([input]).map(\.bytes)
            for threads in 1...2 {
                try banded.prepare(batchSize: batch, threads: threads)
                banded.poison()
                #expect(try banded.run([input], threads: threads).map(\.bytes) == expected)
            }
        }
    }

    @Test("a residual block over large images becomes one band")
    func residualBlock() throws {
        var numbers = SeededGenerator(seed: 3)
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(160), .fixed(16), .fixed(8)])
        func convolved(_ value: Value, _ size: Int, _ inputs: Int, _ outputs: Int) throws -> Value {
            let edge = EdgePadding(before: size / 2, after: size / 2)
            return try graph.add(
                .convolution(Convolution(window: Window(padding: [edge, edge]))),
                [
                    value,
                    graph.addConstant(
                        numbers.tensor([size, size, inputs, outputs], scale: 0.2), name: "w"),
                ], name: "c\(size)\(outputs)")
        }
        let x = try graph.add(.input(Input(type)), name: "x")
        let first = try convolved(x, 1, 8, 8)
        var value = try convolved(first, 1, 8, 16)
        value = try convolved(value, 3, 16, 16)
        value = try convolved(value, 1, 16, 8)
        value = try graph.add(.binary(.add), [value, first], name: "sum")
        graph.addOutput(
            try graph.add(.reduction(Reduction(.mean, axes: [1, 2])), [value], name: "y"), name: "y"
        )
        var policy = PlanPolicy()
        policy.cache = CacheSize(perCore: 36_000, shared: 108_000)
        policy.callByteCount = 0
        let maker = BandMaker(try LoweredGraph(graph))
        let bands = maker.bands(policy)
        #expect(bands.contains { $0.steps.count >= 3 && !$0.sliding.isEmpty })
        for band in bands {
            #expect(band.workingByteCount <= policy.cache.perCore)
            for step in band.steps.indices {
                let lines = band.stripes.flatMap { $0[step - band.steps.lowerBound] }
                #expect(lines == Array(0..<(maker.steps[step]?.height ?? 0)))
            }
        }
        try Self.expectSameBits(graph, rowShape: [160, 16, 8], seed: 3, batches: [1, 3])
    }

    @Test("rows are divided only where a row depends on nothing else")
    func mixed() throws {
        var graph = Graph()
        let type = ValueType(.float32, [.batch, .fixed(6)])
        let x = try graph.add(.input(Input(type)), name: "x")
        let mean = Reduction(.mean, axes: [0], keepsDimensions: true)
        let m = try graph.add(.reduction(mean), [x], name: "mean")
        graph.addOutput(try graph.add(.binary(.subtract), [x, m], name: "y"), name: "y")
        #expect(try !LoweredGraph(graph).isRowwise)
        #expect(try LoweredGraph(digitNetwork()).isRowwise)
        try Self.expectSameBits(graph, rowShape: [6], seed: 1)
    }

    @Test("groups grow as activations shrink, and the last is the whole batch")
    func levels() throws {
        let lowered = try LoweredGraph(digitNetwork())
        let levels = lowered.groupLevels(rows: 32, cache: CacheSize(perCore: 30_000))
        #expect(levels.last == GroupLevel(rows: 32, end: lowered.steps.count))
        #expect(levels.count > 1)
        for (a, b) in zip(levels, levels.dropFirst()) {
            #expect(a.rows < b.rows && a.end <= b.end)
        }
    }

    @Test("memory does not grow with the batch where groups do not")
    func memory() throws {
        let graph = try digitNetwork()
        let (small, large) = (
            try Self.executor(graph, Self.fine), try Self.executor(graph, Self.whole)
        )
        for executor in [small, large] { try executor.prepare(batchSize: 64) }
        #expect(small.workingByteCount * 2 < large.workingByteCount)
    }
}
