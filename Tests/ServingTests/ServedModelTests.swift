import Dispatch
import Serving
import Synchronization
import Tensors
import Testing

@Suite("Served model", .timeLimit(.minutes(1)))
struct ServedModelTests {
    private func started(
        _ model: TestModel, maxBatchSize: Int = 4, queueCapacity: Int = 64, executors: Int = 1
    ) throws -> ServedModel {
        let served = ServedModel(
            name: "test",
            options: ServingOptions(
                maxBatchSize: maxBatchSize, queueCapacity: queueCapacity, executors: executors))
        try served.start(model.loaded)
        return served
    }

    @Test("it goes from loading to ready to draining, and says which")
    func life() throws {
        let model = TestModel()
        let served = ServedModel(name: "test", options: ServingOptions(maxBatchSize: 4))
        #expect(served.state == .loading)
        #expect(
            served.answer(to: TestModel.inputs(rows: 1)).failure() == .unavailable(.loading))
        try served.start(model.loaded)
        #expect(served.state == .ready)
        #expect(served.modelName == "test")
        #expect(served.modelVersion == "7")
        #expect(served.signature == TestModel.signature)
        served.drainAndWait()
        #expect(served.state == .draining)
        #expect(
            served.answer(to: TestModel.inputs(rows: 1)).failure() == .unavailable(.draining))
        #expect(throws: ServingError.startedBefore(.draining)) { try served.start(model.loaded) }
    }

    @Test("a row is tried on all threads before the model is ready")
    func warmUp() throws {
        let model = TestModel()
        let served = ServedModel(
            name: "test",
            options: ServingOptions(maxBatchSize: 8, executors: 2, threads: .elastic(3)))
        try served.start(model.loaded)
        #expect(model.batches.withLock { $0 } == [1])
        #expect(model.threads.withLock { $0 } == [3])
        served.drainAndWait()
    }

    @Test("every answer is the one the rows would get alone", arguments: [1, 3])
    func answers(executors: Int) throws {
        let model = TestModel()
        let served = try started(
            model, maxBatchSize: 32, queueCapacity: 100_000, executors: executors)
        let requests = (0..<300).map { seed in
            TestModel.inputs(rows: seed % 40 == 39 ? 397 : 1 + seed % 7, seed: seed)
        }
        let answers = requests.map { served.answer(to: $0) }
        for (inputs, answer) in zip(requests, answers) {
            #expect(areEqual(try answer.wait(), TestModel.outputs(for: inputs)))
        }
        served.drainAndWait()
        #expect(answers.allSatisfy { $0.count == 1 })
        #expect(model.batches.withLock { $0.allSatisfy { $0 <= 32 } })
    }

    @Test("what a prediction holds is let go once it is answered, though no other comes")
    func release() throws {
        final class Guest: Sendable {
            let gone: DispatchSemaphore
            init(_ gone: DispatchSemaphore) { self.gone = gone }
            deinit { gone.signal() }
        }
        func prediction(_ guest: Guest) -> Prediction {
            Prediction(inputs: TestModel.inputs(rows: 1)) { _ in withExtendedLifetime(guest) {} }
        }
        let served = try started(TestModel())
        let gone = DispatchSemaphore(value: 0)
        served.submit(prediction(Guest(gone)))
        #expect(gone.wait(timeout: .now() + 20) == .success)
        served.drainAndWait()
    }

    @Test("requests that come while the executor is busy share the next batch")
    func gathering() throws {
        let model = TestModel()
        let served = try started(model, maxBatchSize: 4)
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let first = served.answer(to: TestModel.inputs(rows: 1))
        model.entered.wait()
        let others = (1...3).map { served.answer(to: TestModel.inputs(rows: 1, seed: $0)) }
        model.holds.store(false, ordering: .sequentiallyConsistent)
        model.released.signal()
        _ = try first.wait()
        for (seed, answer) in zip(1..., others) {
            let inputs = TestModel.inputs(rows: 1, seed: seed)
            #expect(areEqual(try answer.wait(), TestModel.outputs(for: inputs)))
        }
        #expect(model.batches.withLock { $0.suffix(2) } == [1, 3])
        served.drainAndWait()
    }

    @Test("a full queue refuses at once, and a request larger than the queue for good")
    func refusals() throws {
        let model = TestModel()
        let served = try started(model, maxBatchSize: 4, queueCapacity: 6)
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let first = served.answer(to: TestModel.inputs(rows: 1))
        model.entered.wait()
        let second = served.answer(to: TestModel.inputs(rows: 4))
        #expect(served.queuedRows == 4)
        #expect(
            served.answer(to: TestModel.inputs(rows: 3)).failure()
                == .overloaded(queuedRows: 4, capacity: 6, wait: .zero))
        #expect(
            served.answer(to: TestModel.inputs(rows: 7)).failure()
                == .tooManyRows(rows: 7, limit: 6))
        model.holds.store(false, ordering: .sequentiallyConsistent)
        model.released.signal()
        #expect(first.failure() == nil)
        #expect(second.failure() == nil)
        served.drainAndWait()
    }

    @Test("an expired request is answered at its deadline although the executor is busy")
    func expiry() throws {
        let model = TestModel()
        let served = try started(model)
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let first = served.answer(to: TestModel.inputs(rows: 1))
        model.entered.wait()
        let late = served.answer(
            to: TestModel.inputs(rows: 1), deadline: .now + .milliseconds(5))
        #expect(late.failure() == .deadlineExceeded)
        #expect(first.count == 0)
        model.holds.store(false, ordering: .sequentiallyConsistent)
        model.released.signal()
        #expect(first.failure() == nil)
        served.drainAndWait()
        #expect(model.batches.withLock { $0 } == [1, 1])
    }

    @Test("a request whose client has gone does not run")
    func abandonment() throws {
        let model = TestModel()
        let served = try started(model)
        model.batches.withLock { $0 = [] }
        let gone = served.answer(to: TestModel.inputs(rows: 3), isAbandoned: { true })
        #expect(gone.failure() == .abandoned)
        served.drainAndWait()
        #expect(model.batches.withLock { $0 } == [])
    }

    @Test("a failure of the engine is the answer of all in the batch, and the next one runs")
    func failure() throws {
        let model = TestModel()
        let served = try started(model, maxBatchSize: 4)
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let first = served.answer(to: TestModel.inputs(rows: 1))
        model.entered.wait()
        let others = [1, 2, 9].map { served.answer(to: TestModel.inputs(rows: $0)) }
        model.fails.store(true, ordering: .sequentiallyConsistent)
        model.holds.store(false, ordering: .sequentiallyConsistent)
        model.released.signal()
        for answer in [first] + others { #expect(answer.failure() == .failed("out of order")) }
        model.fails.store(false, ordering: .sequentiallyConsistent)
        #expect(served.answer(to: TestModel.inputs(rows: 2)).failure() == nil)
        served.drainAndWait()
        #expect(others.allSatisfy { $0.count == 1 })
    }

    @Test("draining answers all that was accepted")
    func drain() throws {
        let model = TestModel()
        let served = try started(model, maxBatchSize: 4)
        model.holds.store(true, ordering: .sequentiallyConsistent)
        let first = served.answer(to: TestModel.inputs(rows: 1))
        model.entered.wait()
        let others = [2, 9, 3].map { served.answer(to: TestModel.inputs(rows: $0)) }
        let done = DispatchSemaphore(value: 0)
        served.drain { done.signal() }
        #expect(served.state == .draining)
        model.holds.store(false, ordering: .sequentiallyConsistent)
        model.released.signal()
        done.wait()
        for answer in [first] + others {
            #expect(answer.count == 1)
            #expect(answer.failure() == nil)
        }
    }

    @Test("a model that announces its end still answers until it is drained")
    func announcement() throws {
        let served = try started(TestModel())
        served.announceDraining()
        #expect(served.state == .draining)
        #expect(served.answer(to: TestModel.inputs(rows: 2)).failure() == nil)
        served.drainAndWait()
    }

    @Test("tensors that do not fit the inputs never reach the engine")
    func misfits() throws {
        let model = TestModel()
        let served = try started(model)
        let right = Tensor([Float(1)])
        let misfits: [[Tensor]] = [
            [],
            [right],
            [Tensor([Float(1), 2, 3], shape: [1, 3]), right],
            [Tensor([Double(1), 2], shape: [1, 2]), right],
            [Tensor([Float(1), 2], shape: [2]), right],
            [Tensor([Float(1), 2], shape: [1, 2]), Tensor([Float(1), 2])],
            [Tensor([Float](), shape: [0, 2]), Tensor([Float](), shape: [0])],
        ]
        for tensors in misfits {
            guard case .failed = served.answer(to: tensors).failure() else {
                Issue.record("\(tensors.map(\.shape)) was accepted")
                continue
            }
        }
        served.drainAndWait()
    }
}
