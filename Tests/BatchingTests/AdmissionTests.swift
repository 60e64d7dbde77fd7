import Testing

@testable import Batching

@Suite("Admission by expected wait")
struct AdmissionTests {
    /// A queue that has learned that a batch takes 10 ms and each of its rows 10 ms more.
    private func experienced(
        maxBatchSize: Int = 4, capacity: Int = 1000, sharing: ProcessorSharing = .fixed(1)
    ) throws -> TestQueue {
        let test = TestQueue(maxBatchSize: maxBatchSize, capacity: capacity)
        test.queue.share(sharing)
        var finished: Batch<TestTask>?
        for step in 0..<100 {
            try test.submit(0, size: 1 + step % maxBatchSize)
            let batch = test.queue.take(after: finished)
            test.clock.advance(by: .milliseconds(10 + 10 * (1 + step % maxBatchSize)))
            finished = batch
        }
        test.queue.giveBack(try #require(finished))
        return test
    }

    private func refusal(
        _ test: TestQueue, rows: Int = 1, in duration: Duration, _ priority: Priority = .normal
    ) -> BatchQueueError? {
        test.queue.refusal(rows: rows, deadline: test.deadline(in: duration), priority: priority)
    }

    private func wait(_ error: BatchQueueError?) -> Double? {
        guard case .tooLate(let wait, _) = error else { return nil }
        return wait / .milliseconds(1)
    }

    private func isNear(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1 } ?? false
    }

    @Test("an idle queue accepts whatever the deadline, and so learns")
    func idle() throws {
        let test = try experienced()
        #expect(refusal(test, in: .milliseconds(1)) == nil)
        let task = try test.submit(1, deadline: test.deadline(in: .milliseconds(1)))
        #expect(test.takeNames() == ["1: 0..<1"])
        #expect(task.fate.drops.isEmpty)
    }

    @Test("nothing is refused while no cost is known")
    func unknown() throws {
        let test = TestQueue(capacity: 1000)
        try test.submit(1, size: 900)
        #expect(refusal(test, in: .microseconds(1)) == nil)
    }

    @Test("what waits and runs before a task counts, in whole batches, and the rest of its own")
    func waiting() throws {
        let test = try experienced()
        try test.submit(1, size: 4)
        _ = test.queue.take()
        // The batch that runs 50 ms, and the task's own 20 ms.
        #expect(refusal(test, in: .milliseconds(100)) == nil)
        #expect(isNear(wait(refusal(test, in: .milliseconds(80))), 70))
        test.clock.advance(by: .milliseconds(30))
        #expect(refusal(test, in: .milliseconds(80)) == nil)
        for name in 2...9 { try test.submit(name) }
        // 20 ms are left, then two whole batches, then one row.
        #expect(refusal(test, in: .milliseconds(200)) == nil)
        #expect(isNear(wait(refusal(test, in: .milliseconds(170))), 140))
        #expect(throws: BatchQueueError.self) {
            try test.submit(10, deadline: test.deadline(in: .milliseconds(170)))
        }
        #expect(test.queue.queuedRows == 8)
        // The test's one executor is the one that is busy.
        #expect(isNear(test.queue.expectedWait / .milliseconds(1), 120))
    }

    @Test("the excess is how much later than the deadline the answer would come")
    func excess() throws {
        let test = try experienced()
        try test.submit(1, size: 400)
        _ = test.queue.take()
        guard case .tooLate(let wait, let excess) = refusal(test, in: .seconds(1)) else {
            Issue.record("accepted")
            return
        }
        #expect(abs((wait - excess) / .milliseconds(1) - 800) < 1)
        #expect(wait > .seconds(4) && wait < .seconds(6))
    }

    @Test("where time is short, batches are expected to be small")
    func smallBatches() throws {
        let test = try experienced(maxBatchSize: 32)
        try test.submit(1)
        _ = test.queue.take()
        for name in 2...9 { try test.submit(name) }
        // In one batch they'd take 20 + 100 ms; by 100 ms half of 80 has room for batches of three.
        #expect(isNear(wait(refusal(test, in: .milliseconds(100))), 140))
    }

    @Test("two executors work on what waits")
    func twoExecutors() throws {
        let test = try experienced()
        for name in 1...2 {
            try test.submit(name, size: 4)
            _ = test.queue.take()
        }
        try test.submit(3, size: 3)
        // 100 ms run and 50 ms wait, on two.
        #expect(isNear(wait(refusal(test, in: .milliseconds(50))), 75 + 15))
    }

    @Test("a batch takes no more rows than can be done by the first deadline")
    func shortBatch() throws {
        let test = try experienced()
        // 10 + 3 × 10 ms.
        try test.submit(1, deadline: test.deadline(in: .milliseconds(45)))
        for name in 2...4 { try test.submit(name) }
        #expect(test.takeNames() == ["1: 0..<1", "2: 0..<1", "3: 0..<1"])
    }

    @Test("a task that would be done too late is dropped before it runs, if there are others")
    func doomed() throws {
        let test = try experienced()
        let late = try test.submit(1, deadline: test.deadline(in: .milliseconds(50)))
        let timely = try test.submit(2)
        test.clock.advance(by: .milliseconds(40))
        #expect(test.takeNames() == ["2: 0..<1"])
        #expect(late.fate.drops == [.expired])
        #expect(timely.fate.drops.isEmpty)
        let last = try test.submit(3)
        #expect(test.takeNames() == ["3: 0..<1"])
        #expect(last.fate.drops.isEmpty)
    }

    @Test("priorities are ahead of a task by their shares")
    func priorities() throws {
        let test = try experienced(maxBatchSize: 1)
        try test.submit(0)
        _ = test.queue.take()
        for name in 1...16 { try test.submit(name, priority: .low) }
        for name in 1...4 { try test.submit(name) }
        // 20 ms for the row that runs and each that leaves: none before a high one, one of low for four
        // of normal, and all before a low one.
        #expect(isNear(wait(refusal(test, in: .milliseconds(1), .high)), 20 + 20))
        #expect(isNear(wait(refusal(test, in: .milliseconds(1), .normal)), 20 + 20 * 6))
        #expect(isNear(wait(refusal(test, in: .milliseconds(1), .low)), 20 + 20 * 21))
    }
}
