import Synchronization
import Tensors
import Testing

@testable import Serving

@Suite("Batch sizes planned ahead")
struct PlannedSizesTests {
    private struct Failure: Error {}

    private func sizes(
        max: Int = 8, threads: Int = 1, kernels: Int = 1,
        make: @escaping @Sendable (PlannedSizes.Plan) throws -> Void = { _ in }
    ) -> PlannedSizes {
        PlannedSizes(maxBatchSize: max, threads: threads, kernelCount: kernels, make: make)
    }

    private func pieces(_ sizes: PlannedSizes, _ rows: Int, threads: Int = 1) -> [Int] {
        sizes.plans(forRows: rows, threads: threads).map(\.batchSize)
    }

    @Test("a row on all threads comes first, then powers of two, then the rest")
    func order() {
        let plans = sizes(max: 6, threads: 3).wanted
        #expect(plans.first == PlannedSizes.Plan(batchSize: 1, threads: 3))
        #expect(plans.map(\.batchSize) == [1, 2, 4, 6, 3, 5].flatMap { [$0, $0, $0] })
        #expect(plans.prefix(3).map(\.threads) == [3, 2, 1])
    }

    @Test("a large model has fewer sizes planned, but always enough to make up any")
    func budget() {
        #expect(sizes(max: 32, threads: 2, kernels: 5).wanted.count == 64)
        #expect(sizes(max: 32, threads: 2, kernels: 60).wanted.map(\.batchSize).max() == 32)
        #expect(sizes(max: 32, threads: 2, kernels: 60).wanted.count < 20)
        let huge = sizes(max: 33, threads: 1, kernels: 100_000)
        #expect(huge.wanted.map(\.batchSize) == [1, 2, 4, 8, 16, 32, 33])
    }

    @Test("before anything is planned, sizes are planned when they run")
    func onDemand() { #expect(pieces(sizes(), 7) == [7]) }

    @Test("after the first plan alone, rows run one by one, on as many threads as it is for")
    func first() throws {
        let sizes = sizes(threads: 2)
        try sizes.planFirst()
        let plans = sizes.plans(forRows: 3, threads: 1)
        #expect(plans == Array(repeating: PlannedSizes.Plan(batchSize: 1, threads: 2), count: 3))
    }

    @Test("any number of rows is made up of planned sizes")
    func allSizes() throws {
        let sizes = sizes(max: 32, kernels: 100_000)
        try sizes.planFirst()
        sizes.planOthers { true }
        for rows in 1...32 {
            let pieces = pieces(sizes, rows)
            #expect(pieces.reduce(0, +) == rows)
            #expect(pieces.count == rows.nonzeroBitCount)
        }
    }

    @Test("a share for which nothing is planned uses fewer threads")
    func fewerThreads() throws {
        let sizes = sizes(threads: 4)
        try sizes.planFirst()
        sizes.planOthers { true }
        #expect(sizes.plans(forRows: 5, threads: 3).map(\.threads) == [2])
        #expect(sizes.plans(forRows: 5, threads: 4).map(\.threads) == [4])
    }

    @Test("a plan that can't be made is left out, and planning ends when told")
    func leftOut() throws {
        let made = Mutex<[Int]>([])
        let sizes = sizes(max: 8) { plan in
            if plan.batchSize == 4 { throw Failure() }
            made.withLock { $0.append(plan.batchSize) }
        }
        try sizes.planFirst()
        sizes.planOthers { made.withLock { $0.count } < 3 }
        #expect(made.withLock { $0 } == [1, 2, 8])
        #expect(pieces(sizes, 7) == [2, 2, 2, 1])
    }

    @Test("a batch that runs in pieces gives the answers it would give whole")
    func serving() throws {
        let model = TestModel()
        let sizes = sizes(max: 8, kernels: 100_000) { plan in
            if plan.batchSize == 8 { throw Failure() }
        }
        try sizes.planFirst()
        sizes.planOthers { true }
        let served = ServedModel(name: "test", options: ServingOptions(maxBatchSize: 8))
        try served.start(model.loaded(plannedSizes: sizes))
        let inputs = TestModel.inputs(rows: 7)
        #expect(areEqual(try served.answer(to: inputs).wait(), TestModel.outputs(for: inputs)))
        served.drainAndWait()
        #expect(model.batches.withLock { $0 } == [1, 4, 2, 1])
    }
}
